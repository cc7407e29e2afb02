import { extendRetention } from '../../access/extend-retention.ts'
import { print, printJson } from '../output.ts'
import { noteFaults } from '../retention-lines.ts'
import { withArchive } from '../with-archive.ts'

type ExtendOptions = {
  readonly until?: string
  readonly period?: string
  readonly authority?: string
  readonly reason: string
  readonly by: string
  readonly json?: boolean
}

/** Extends the term of a record, and of joint parents that would end before. */
export async function extend(number: string, { json, ...given }: ExtendOptions): Promise<void> {
  await withArchive(async (archive) => {
    const extended = await extendRetention(archive, number, given)
    noteFaults(extended.faults)
    if (json === true) return printJson(extended)
    return print(extended.extensions.map(({ number: of, ended, ends }) => `${of}  ${ended} → ${ends}`).join('\n'))
  })
}
