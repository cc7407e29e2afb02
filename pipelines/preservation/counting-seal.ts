import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { collect } from '#archive-schema/content-reader.ts'
import { readEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { signersOfEvidence } from '#archive-schema/evidence/signers-of-evidence.ts'
import { insertRenewedResult, newestStageResults } from '#storage/catalogue/stage-results.ts'
import { signerUnfit } from '#storage/keys/signer-unfit.ts'
import type { CaseInProgress, StageResults } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { sealPackage } from '../seal-package.ts'
import { resultOf } from '../stage.ts'
import type { StagedObject } from '../staged-object.ts'
import { evidenceKey, type RecordPlace } from './object-keys.ts'

type Sealing = StageResults['sealing']

/**
 * The sealing of a case that counts when it enters the ledger now. Where a signer has been revoked since, the package is sealed anew
 * by the present one. What was sealed anew is decided before anything of it is stored, and is decided once: a killed process, or another
 * one, goes on with it. Throws `SIGNER_UNFIT` while the present signer is revoked as well: the case waits.
 */
export async function countingSeal(
  progress: CaseInProgress,
  tools: PipelineTools,
  place: RecordPlace,
): Promise<Sealing> {
  const sealing = resultOf(progress, 'sealing')
  const evidence = readEvidenceObject(await readSealed(progress, tools, evidenceKey(place, roundOfSealing(sealing))))
  if (!(await isAnyRevoked(tools, signersOfEvidence(evidence)))) return sealing
  const { signer, sm2Signer } = tools.signer
  const present = [signer, sm2Signer].flatMap((each) => each?.certificates[0] ?? [])
  await demandNoneRevoked(
    tools,
    present.map((der) => readCertificate(der).sha256),
  )
  return sealAnew(progress, tools, sealing)
}

/** How often the package has been sealed, from 1. */
export function roundOfSealing({ withdrawn = [] }: Sealing): number {
  return withdrawn.length + 1
}

/** Goes on only if none of these certificates is revoked now. Throws `SIGNER_UNFIT`: what is tried again seals anew. */
export async function demandNoneRevoked(tools: PipelineTools, signers: readonly string[]): Promise<void> {
  if (await isAnyRevoked(tools, signers)) throw signerUnfit('its certificate is revoked')
}

async function isAnyRevoked({ revokedSigners }: PipelineTools, signers: readonly string[]): Promise<boolean> {
  const ends = await revokedSigners.ends()
  return signers.some((certificate) => ends.has(certificate))
}

/** From the store if a killed process has put it there: the store takes staged files over. */
async function readSealed(progress: CaseInProgress, tools: PipelineTools, key: string): Promise<Uint8Array> {
  if ((await tools.store.stat(key)) !== undefined) return collect(tools.store.read(key))
  const { file }: StagedObject = resultOf(progress, 'sealing').evidence
  return readFile(join(await tools.staging.folder(progress.id), file))
}

async function sealAnew(progress: CaseInProgress, tools: PipelineTools, revoked: Sealing): Promise<Sealing> {
  const { pool } = tools.catalogue
  const at = tools.now()
  const evidence = await sealPackage(progress, tools, at)
  const sealing: Sealing = { evidence, withdrawn: [...(revoked.withdrawn ?? []), revoked.evidence] }
  const row = { stage: 'sealing', round: roundOfSealing(sealing), result: sealing }
  const isStill = await insertRenewedResult(pool, { id: progress.id, stage: 'registration' }, row, at)
  if (!isStill) throw new Error(`case ${progress.id} has gone on elsewhere`)
  return (await newestStageResults(pool, progress.id)).get('sealing') as Sealing
}
