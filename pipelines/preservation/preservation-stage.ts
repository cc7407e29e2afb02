import { join } from 'node:path'
import { canonicalDigest } from '#archive-schema/canonical-digest.ts'
import { lockEnd } from '#archive-schema/retention.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import { type RecordObject, type RecordObjects, setPreserved } from '#storage/catalogue/records.ts'
import { type Act, enterAct } from '../business/enter-act.ts'
import { arrangedOf, type CaseInProgress } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { remember, resultOf, type Stage } from '../stage.ts'
import type { StagedObject } from '../staged-object.ts'
import { evidenceKey, packageKey, textKey } from './object-keys.ts'
import { readSeal } from './read-seal.ts'

/**
 * 入库: package, evidence and text are written once, locked, read back and re-hashed. Only when all of it is true does the
 * record count as archived, in the transaction that concludes the stage; its entry in the ledger is queued there as well.
 */
export const preservationStage: Stage<'preservation'> = {
  name: 'preservation',
  lane: () => 'clerk',
  onRefusal: 'review',
  async run(progress, tools) {
    const objects = await storeObjects(progress, tools)
    const { number } = resultOf(progress, 'description')
    const seal = await readSeal(tools.store, objects.evidence.key)
    const conclude = async (transaction: Transaction) => {
      const preservedAt = tools.now()
      await setPreserved(transaction, number, objects, preservedAt)
      await enterAct(transaction, preservationAct(number, objects, preservedAt))
      await queueEntry(transaction, seal, preservedAt)
      return objects
    }
    return { conclude }
  },
  restore: remember('preservation'),
}

function preservationAct(number: string, objects: RecordObjects, actedAt: Date): Act {
  const { package: sealed, lockedUntil } = objects
  const description = `${sealed.key} ${sealed.bytes} B，SHA-256 ${sealed.sha256}，锁定至 ${lockedUntil}`
  return { number, act: 'preservation', actedAt, description, resultSha256: canonicalDigest(objects) }
}

async function storeObjects(progress: CaseInProgress, tools: PipelineTools): Promise<RecordObjects> {
  const { number } = resultOf(progress, 'description')
  const { caseFile, scope } = arrangedOf(progress).arranged
  const place = { fondsCode: caseFile.unit.fondsCode, year: caseFile.case.year, number }
  const lockedUntil = lockEnd(scope.retention, new Date(caseFile.case.finishedAt), tools.now())
  const staging = await tools.staging.folder(progress.id)
  const store = (key: string, staged: StagedObject) => storeObject(tools, key, staged, staging, lockedUntil)
  const { text } = resultOf(progress, 'recognition')
  const [sealed, evidence, recognised] = await Promise.all([
    store(packageKey(place), resultOf(progress, 'encapsulation')),
    store(evidenceKey(place), resultOf(progress, 'sealing').evidence),
    text === undefined ? undefined : store(textKey(place), text),
  ])
  return {
    package: sealed,
    evidence,
    ...(recognised === undefined ? {} : { text: recognised }),
    lockedUntil: lockedUntil.toISOString(),
  }
}

async function storeObject(
  { store }: PipelineTools,
  key: string,
  { file, fixity }: StagedObject,
  staging: string,
  lockedUntil: Date,
): Promise<RecordObject> {
  const { bytes, version } = await store.put(key, { path: join(staging, file), fixity }, lockedUntil)
  return { key, bytes, sha256: fixity.sha256, version }
}
