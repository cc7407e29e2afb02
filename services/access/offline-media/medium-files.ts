import { constants } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { messageOf } from '#archive-schema/caught-error.ts'
import { measureStream } from '#archive-schema/evidence/digest.ts'

/** Every place on the medium that is no folder, `/`-separated. */
export async function filePlaces(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const prefix = resolve(folder).length + 1
  return new Set(
    entries
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => join(resolve(parentPath), name).slice(prefix)),
  )
}

/** The bytes of a regular file. Links are not followed. */
export async function readRegular(path: string): Promise<Uint8Array> {
  const handle = await openRegular(path)
  try {
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

/** Whether a file has another SHA-256 than listed, in English, or `undefined`. */
export async function differenceOf(path: string, digest: string): Promise<string | undefined> {
  try {
    const handle = await openRegular(path)
    const { sha256 } = await measureStream(handle.createReadStream())
    return sha256 === digest ? undefined : 'other bytes than listed'
  } catch (error) {
    return `it cannot be read: ${messageOf(error)}`
  }
}

function openRegular(path: string) {
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
}
