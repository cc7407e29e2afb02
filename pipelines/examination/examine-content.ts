import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import { agreesWithExtension, agreesWithMediaType, extensionOf } from '#archive-schema/formats/format-agreement.ts'
import type { FormatEntry } from '#archive-schema/formats/format-profile.ts'
import { beginExamination } from './begin-examination.ts'
import type { ContentLimits } from './content-limits.ts'
import { ContentWindow } from './content-window.ts'
import { describeFormat } from './describe-format.ts'
import type { Examination, Examined } from './examination.ts'
import { examiners } from './examiners.ts'
import { unknownFormat } from './refusals.ts'

/** What the hand-over says of the file. */
export type DeclaredContent = { readonly mediaType?: string }

/**
 * 内容检查 (content examination): what a handed-over file really is, by its bytes, and whether it may be archived. `file`
 * is its path as listed, e.g. `files/01_申请表.jpg`. Resolves only for a file of an archival format that agrees with its
 * extension and declared media type, is whole, is not encrypted and does nothing when it is opened. Throws
 * `ArchiveError`: `FORMATS_…`, `ACTIVE-CONTENT_…`, `LIMITS_…` or, for what an archive holds, `PATHS_…`. Memory stays
 * bounded by `limits`, however large the file. Errors of `reader` are passed on.
 */
export async function examineContent(
  file: string,
  reader: ContentReader,
  declared: DeclaredContent,
  limits: ContentLimits,
): Promise<ContentFormat> {
  if (reader.bytes === 0) throw new ArchiveError({ code: 'FORMATS_EMPTY', file })
  const examination = await beginExamination(file, new ContentWindow(reader), limits)
  const { format } = examination
  refuseProgram(file, format)
  refuseDisagreement(file, format, declared)
  const examined = await examineStructure(examination)
  if (!format.accepted) throw unknownFormat(file, format.name)
  return describeFormat(examination, examined)
}

function refuseProgram(file: string, format: FormatEntry): void {
  if (format.kind === 'program') throw new ArchiveError({ code: 'FORMATS_EXECUTABLE', file, found: format.name })
}

function refuseDisagreement(file: string, format: FormatEntry, { mediaType }: DeclaredContent): void {
  const extension = extensionOf(file)
  const mismatch = { code: 'FORMATS_MISMATCH', file, found: format.name } as const
  if (!agreesWithExtension(format, extension)) throw new ArchiveError({ ...mismatch, expected: `.${extension}` })
  if (mediaType !== undefined && !agreesWithMediaType(format, mediaType)) {
    throw new ArchiveError({ ...mismatch, expected: mediaType })
  }
}

/** A format that is accepted is looked at, or the program is wrong: nothing passes for want of an examiner. */
async function examineStructure(examination: Examination): Promise<Examined> {
  const { format } = examination
  const examine = examiners.get(format.id)
  if (examine !== undefined) return examine(examination)
  if (format.accepted) throw new Error(`no examiner for the accepted format ${format.id}`)
  return {}
}
