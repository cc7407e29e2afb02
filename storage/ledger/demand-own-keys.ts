import { attempt } from '#archive-schema/attempt.ts'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { parseNote } from '#archive-schema/ledger/signed-note.ts'
import { newestCheckpoint } from '#storage/catalogue/ledger-states.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { forked } from './forked.ts'
import type { LedgerTools } from './ledger-tools.ts'

/**
 * 账本密钥: a ledger keeps its keys. Refuses those that have not signed its newest checkpoint: exports would name them, and no verifier
 * would believe what was sealed before. A checkpoint that is damaged is left to whoever compares it. Throws `LEDGER_FORKED`.
 */
export async function demandOwnKeys(
  runner: SqlRunner,
  { objects, keys }: Pick<LedgerTools, 'objects' | 'keys'>,
): Promise<void> {
  const size = (await newestCheckpoint(runner))?.size ?? (await objects.newestCheckpointAfter(0))
  if (size === undefined) return
  for (const algorithm of digestAlgorithms) {
    const bytes = await objects.readCheckpoint(algorithm, size)
    const note = bytes === undefined ? undefined : await attempt(() => parseNote(bytes))
    if (note === undefined || 'refusal' in note) continue
    for (const { from, verifier } of treeTrust(keys.trust, algorithm).keys) {
      const isOurs = note.value.signatures.some(({ id }) => Buffer.from(id).equals(verifier.id))
      if (size >= from && !isOurs) throw forked(`its checkpoint of ${size} entries is signed by other keys than ours`)
    }
  }
}
