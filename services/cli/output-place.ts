import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'

/**
 * Refuses an output below the data folder: no command writes over what the archive keeps there, whoever runs it.
 * Throws `REQUEST_INVALID` that names the option.
 */
export async function refuseDataFolder(output: string, dataDir: string, option = '--output'): Promise<void> {
  const [place, data] = [await realPlace(output), await realPlace(dataDir)]
  if (place !== data && !place.startsWith(data + sep)) return
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: option, found: `${output} lies in DATA_DIR` })
}

/** The path without links, as far as it exists. */
async function realPlace(path: string): Promise<string> {
  const full = resolve(path)
  try {
    return await realpath(full)
  } catch (error) {
    if (dirname(full) === full) throw error
    return join(await realPlace(dirname(full)), basename(full))
  }
}
