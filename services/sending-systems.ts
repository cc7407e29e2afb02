import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { SendingSystems } from '#archive-schema/sending-systems/sending-systems.ts'

/** 发送系统登记; without a file none are registered. Throws `CONFIGURATION_INVALID`. */
export async function readSendingSystems(file: string | undefined): Promise<SendingSystems | undefined> {
  if (file === undefined) return undefined
  try {
    const parsed = SendingSystems.safeParse(JSON.parse(await readFile(file, 'utf8')))
    if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
    return parsed.data
  } catch (error) {
    const found = messageOf(error)
    throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'SENDING_SYSTEMS', found }, { cause: error })
  }
}
