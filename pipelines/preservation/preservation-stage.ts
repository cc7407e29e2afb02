import { canonicalDigest } from '#archive-schema/canonical-digest.ts'
import { signersOfEvidence } from '#archive-schema/evidence/signers-of-evidence.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import { type RecordObjects, setPreserved } from '#storage/catalogue/records.ts'
import { type Act, enterAct } from '../business/enter-act.ts'
import { enterRetention } from '../retention/enter-retention.ts'
import { remember, resultOf, type Stage } from '../stage.ts'
import { countingSeal, demandNoneRevoked, roundOfSealing } from './counting-seal.ts'
import { readEvidence, sealOf } from './read-seal.ts'
import { placeOf, storeObjects } from './store-objects.ts'
import { termSource } from './term-source.ts'

/**
 * 入库: package, evidence and text are written once, locked, read back and re-hashed. Only when all of it is true does the
 * record count as archived, in the transaction that concludes the stage; its entry in the ledger is queued there as well.
 */
export const preservationStage: Stage<'preservation'> = {
  name: 'preservation',
  lane: () => 'clerk',
  onRefusal: 'review',
  async run(progress, tools) {
    const sealing = await countingSeal(progress, tools, placeOf(progress))
    const objects = await storeObjects(progress, tools, sealing)
    const { number } = resultOf(progress, 'description')
    const evidence = await readEvidence(tools.store, objects.evidence.key)
    const conclude = async (transaction: Transaction) => {
      const preservedAt = tools.now()
      await setPreserved(transaction, number, objects, preservedAt)
      await enterRetention(
        transaction,
        { number, ...termSource(progress) },
        tools.retention.startRule,
        new Date(objects.lockedUntil),
      )
      await enterAct(transaction, preservationAct(number, objects, preservedAt, roundOfSealing(sealing)))
      await queueEntry(transaction, sealOf(evidence), preservedAt)
      // Asked once the entry is queued: from here on a revocation waits for the end of this transaction, and counts from after it.
      await demandNoneRevoked(tools, signersOfEvidence(evidence))
      return objects
    }
    return { conclude }
  },
  restore: remember('preservation'),
}

function preservationAct(number: string, objects: RecordObjects, actedAt: Date, round: number): Act {
  const { package: sealed, lockedUntil } = objects
  const anew = round === 1 ? '' : `；签名证书在入库前撤销，第 ${round} 次签章有效`
  const description = `${sealed.key} ${sealed.bytes} B，SHA-256 ${sealed.sha256}，锁定至 ${lockedUntil}${anew}`
  return { number, act: 'preservation', actedAt, description, resultSha256: canonicalDigest(objects) }
}
