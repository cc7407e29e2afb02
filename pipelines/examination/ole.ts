import type { Examination, Examined } from './examination.ts'
import { active, encrypted } from './refusals.ts'

/** Streams of a document that is encrypted as a whole, and storages of VBA in Word, Excel and PowerPoint. */
const encryption = /^(?:EncryptedPackage|EncryptionInfo)$/m
const macros = /^(?:Macros|_VBA_PROJECT_CUR|_VBA_PROJECT|VBA)$/m

/**
 * OLE2 compound file, which is not archived: names encryption (`FORMATS_ENCRYPTED`) and macros
 * (`ACTIVE-CONTENT_SCRIPT`) as the graver reason. Passwords of Word and Excel of before 2007 are not seen.
 */
export async function examineOle({ file, inside = '' }: Examination): Promise<Examined> {
  const cipher = encryption.exec(inside)
  if (cipher !== null) throw encrypted(file, cipher[0])
  const macro = macros.exec(inside)
  if (macro !== null) throw active(file, macro[0])
  return {}
}
