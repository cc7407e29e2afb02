import { join } from 'node:path'
import { lockTarget } from '#archive-schema/retention/lock-policy.ts'
import type { RecordObject, RecordObjects } from '#storage/catalogue/records.ts'
import { arrangedOf, type CaseInProgress, type StageResults } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { termOfRecord } from '../retention/term-of-record.ts'
import { resultOf } from '../stage.ts'
import type { StagedObject } from '../staged-object.ts'
import { roundOfSealing } from './counting-seal.ts'
import { evidenceKey, packageKey, type RecordPlace, textKey } from './object-keys.ts'
import { termSource } from './term-source.ts'

type Sealing = StageResults['sealing']

/** Where the objects of a case lie. */
export function placeOf(progress: CaseInProgress): RecordPlace {
  const { caseFile } = arrangedOf(progress).arranged
  const { number } = resultOf(progress, 'description')
  return { fondsCode: caseFile.unit.fondsCode, year: caseFile.case.year, number }
}

/** Writes package, evidence and text, each once and locked. */
export async function storeObjects(
  progress: CaseInProgress,
  tools: PipelineTools,
  sealing: Sealing,
): Promise<RecordObjects> {
  const place = placeOf(progress)
  const { endsAt } = await termOfRecord(tools.catalogue.pool, termSource(progress), tools.retention.startRule)
  const lockedUntil = lockTarget({ endsAt, isHeld: false }, tools.now(), tools.retention.locks)
  const staging = await tools.staging.folder(progress.id)
  const store = (key: string, staged: StagedObject) => storeObject(tools, key, staged, staging, lockedUntil)
  const { text } = resultOf(progress, 'recognition')
  const [sealed, evidence, recognised, withdrawn] = await Promise.all([
    store(packageKey(place), resultOf(progress, 'encapsulation')),
    store(evidenceKey(place, roundOfSealing(sealing)), sealing.evidence),
    text === undefined ? undefined : store(textKey(place), text),
    withdrawnObjects(tools, place, sealing, lockedUntil),
  ])
  return {
    package: sealed,
    evidence,
    ...(recognised === undefined ? {} : { text: recognised }),
    ...withdrawn,
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

/** Of the evidence whose signers have been revoked since, what a killed process had stored by then: it is locked, and stays. */
async function withdrawnObjects(
  { store }: PipelineTools,
  place: RecordPlace,
  { withdrawn = [] }: Sealing,
  lockedUntil: Date,
): Promise<{ readonly [name: `withdrawn-${number}`]: RecordObject }> {
  const found: Record<`withdrawn-${number}`, RecordObject> = {}
  for (const [i, { fixity }] of withdrawn.entries()) {
    const key = evidenceKey(place, i + 1)
    if ((await store.stat(key)) === undefined) continue
    const { bytes, version } = await store.extendLock(key, lockedUntil)
    found[`withdrawn-${i + 1}`] = { key, bytes, sha256: fixity.sha256, version }
  }
  return found
}
