import { ArchiveError } from '#archive-schema/archive-error.ts'
import { headBytes, identifyFormat } from '#archive-schema/formats/identify-format.ts'
import type { Examination } from './examination.ts'

/**
 * 防夹带 (no smuggling): looks at what follows the end of the image or recording. Cameras and telephones put previews and
 * notes there, so bytes as such are no fault; a program (`FORMATS_EXECUTABLE`) or an archive (`FORMATS_MISMATCH`) is.
 */
export async function refuseSmuggled({ file, content, format }: Examination, end: number): Promise<void> {
  if (end >= content.bytes) return
  const hidden = identifyFormat(await content.read(end, headBytes), '')
  const found = `${hidden?.name} after the end of the ${format.name} at ${end}`
  if (hidden?.kind === 'program') throw new ArchiveError({ code: 'FORMATS_EXECUTABLE', file, found })
  if (hidden?.kind === 'archive')
    throw new ArchiveError({ code: 'FORMATS_MISMATCH', file, found, expected: format.name })
}
