import { parseKeyEvent } from '#archive-schema/ledger/key-event.ts'
import { addSignerEnd } from '#storage/keys/signer-ends.ts'
import type { LedgerObjects } from '#storage/ledger/ledger-objects.ts'

/**
 * Enters into a keys folder what the texts of the ledger say of revoked certificates: one may have been revoked on another machine,
 * or the folder be a backup. Of several revocations the one that counts from the lowest index holds. Throws `EVIDENCE_INVALID` for
 * a text that is no key event.
 */
export async function learnRevocations(keysFolder: string, objects: LedgerObjects): Promise<void> {
  const events = (await Array.fromAsync(objects.texts('key'))).map(parseKeyEvent)
  const revoked = events.filter(({ act }) => act === 'revoke').toSorted((a, b) => a.from - b.from)
  for (const { certificate, from } of revoked) await addSignerEnd(keysFolder, certificate, from)
}
