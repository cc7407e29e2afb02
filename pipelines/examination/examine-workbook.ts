import { bytesReader } from '#archive-schema/content-reader.ts'
import { beginExamination } from './begin-examination.ts'
import type { ContentLimits } from './content-limits.ts'
import { ContentWindow } from './content-window.ts'
import { examineOffice } from './office.ts'
import { unknownFormat } from './refusals.ts'

/** 表格的限度: the tables of a province are a few megabytes, and expand to some tens. */
const workbookLimits: ContentLimits = {
  maxExpandedBytes: 64 * 2 ** 20,
  maxExpansionRatio: 100,
  maxEntries: 1000,
  maxXmlBytes: 32 * 2 ** 20,
  maxNesting: 1,
}

/** The part that an OOXML workbook has, and a binary one has not. */
const workbookPart = 'xl/workbook.xml'

/**
 * Looks at an Office Open XML workbook (.xlsx) before it is read: a sound ZIP that expands within limits, without macros,
 * programs, document types and archives inside. Throws `FORMATS_…`, `LIMITS_EXPANSION`, `ACTIVE-CONTENT_…`, `PATHS_…`.
 */
export async function examineWorkbook(file: string, bytes: Uint8Array): Promise<void> {
  const examination = await beginExamination(file, new ContentWindow(bytesReader(bytes)), workbookLimits)
  const isWorkbook = examination.entries.some(({ name }) => name === workbookPart)
  if (!isWorkbook) throw unknownFormat(file, examination.format.name)
  await examineOffice(examination)
}
