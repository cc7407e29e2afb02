import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { readJson } from '#archive-schema/case-file/read-json.ts'

/**
 * The value of a JSON file. Throws `LIMITS_SIZE` before a file is read that is too large, and `REQUEST_INVALID` where it is
 * no JSON, or says something twice.
 */
export async function readJsonFile(path: string, maxBytes: number): Promise<unknown> {
  const file = basename(path)
  const { size } = await stat(path)
  if (size > maxBytes) {
    throw new ArchiveError({ code: 'LIMITS_SIZE', file, found: `${size} B`, expected: `${maxBytes} B` })
  }
  const { value, fault } = readJson(await readFile(path))
  if (fault === undefined) return value
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: fault.field ?? file, found: fault.found })
}
