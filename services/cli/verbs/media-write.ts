import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { MediaRequest } from '../../access/offline-media/media-request.ts'
import { writeMedia } from '../../access/offline-media/write-media.ts'
import { print, printJson, table } from '../output.ts'
import { refuseDataFolder } from '../output-place.ts'
import { withArchive } from '../with-archive.ts'

type Options = Omit<MediaRequest, 'name' | 'records'> & {
  readonly output: string
  readonly year?: string
  readonly json?: boolean
}

/** Writes records to folders, one a medium, and registers the media. */
export async function mediaWrite(name: string, numbers: readonly string[], options: Options): Promise<void> {
  const { output, year, json, ...rest } = options
  if ((year === undefined) === (numbers.length === 0))
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: '--year', found: 'either numbers or a year' })
  await withArchive(async (archive) => {
    await refuseDataFolder(output, archive.config.dataDir)
    const records = year === undefined ? { numbers } : { year }
    const written = await writeMedia(archive, { ...rest, name, records }, output)
    if (json === true) {
      for (const { medium, folder } of written) await printJson({ ...medium, folder })
      return
    }
    await print(
      table(written.map(({ medium, folder }) => [medium.id, `${medium.records} 件`, `${medium.bytes}`, folder])),
    )
  })
}
