import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type DisposalText, parseDisposalText } from '#archive-schema/disposal/disposal-texts.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'

/** A locked text of the list `list`, by its SHA-256. Throws `DISPOSAL_UNPROVEN` where it is not there, or of another list. */
export async function disposalTextOf(ledger: Ledger, list: string, sha256: string): Promise<DisposalText> {
  const bytes = await ledger.readText({ type: 'dispose', sha256 })
  if (bytes === undefined || digestHex('sha256', bytes) !== sha256) throw unproven(list, sha256)
  const text = parseDisposalText(bytes)
  if (text.head.list !== list) throw unproven(list, sha256)
  return text
}

/** Refuses a list that is not as its locked text says. */
export function unproven(file: string, sha256: string): ArchiveError {
  return new ArchiveError({ code: 'DISPOSAL_UNPROVEN', file, found: `sha256:${sha256}` })
}
