import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { type ListedFile, listedFiles } from '#archive-schema/case-file/listed-files.ts'
import type { StagedFile } from '#storage/catalogue/cases.ts'
import type { StagingArea, StagingWriter } from '#storage/staging/staging-area.ts'
import { defaultContentLimits } from '../examination/content-limits.ts'
import { examineContent } from '../examination/examine-content.ts'
import type { CaseSource } from './case-source.ts'

/**
 * Streams every listed file into staging, hashed while it passes, compares size and digest, and decides what it is.
 * Resolves when everything is durable. Throws the first fault.
 */
export async function stageFiles(
  caseId: string,
  source: CaseSource,
  caseFile: CaseFile,
  tools: { readonly staging: StagingArea },
): Promise<StagedFile[]> {
  const writer = await tools.staging.begin(caseId)
  try {
    const staged: StagedFile[] = []
    for (const listed of listedFiles(caseFile)) staged.push(await stageFile(source, listed, writer))
    await writer.finish()
    return staged
  } catch (error) {
    await writer.abandon()
    throw error
  }
}

async function stageFile(source: CaseSource, { file, field }: ListedFile, writer: StagingWriter): Promise<StagedFile> {
  const { path } = file
  const appended = await writer.append(source.open(path), file.bytes)
  if (appended?.bytes !== file.bytes) {
    const found = appended === undefined ? `> ${file.bytes}` : String(appended.bytes)
    throw new ArchiveError({ code: 'FIXITY_SIZE_DIFFERS', file: path, field, expected: String(file.bytes), found })
  }
  const { offset, bytes, fixity } = appended
  if (fixity.sha256 !== file.sha256) {
    throw new ArchiveError({
      code: 'FIXITY_SHA256_DIFFERS',
      file: path,
      field,
      expected: file.sha256,
      found: fixity.sha256,
    })
  }
  const declared = file.mediaType === undefined ? {} : { mediaType: file.mediaType }
  const format = await examineContent(path, writer.reader({ offset, bytes }), declared, defaultContentLimits)
  return { path, fixity, format, offset }
}
