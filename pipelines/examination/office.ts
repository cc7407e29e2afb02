import type { Examination, Examined } from './examination.ts'
import { active } from './refusals.ts'
import { examineZip } from './zip.ts'

/** Entries that hold macros or controls: OOXML (VBA, Excel 4 macro sheets, ActiveX), then OpenDocument. */
const macros = /(?:^|\/)(?:vbaProject\.bin|macrosheets\/|activeX\/)|^(?:Basic|Scripts)\/./i

/**
 * OOXML and OpenDocument: a sound ZIP without macros (`ACTIVE-CONTENT_SCRIPT`). Whether such a file is archived at
 * all, the formats profile says; an encrypted OOXML file is no ZIP and is known as OLE.
 */
export async function examineOffice(examination: Examination): Promise<Examined> {
  const macro = examination.entries.find((entry) => macros.test(entry.name))
  if (macro !== undefined) throw active(examination.file, macro.name)
  await examineZip(examination)
  return {}
}
