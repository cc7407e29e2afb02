import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { writeEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import { buildEvidence, signEvidence } from '#archive-schema/evidence/seal.ts'
import { emptyLedger, type LedgerState } from '#archive-schema/evidence/statement.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { newestCheckpoint } from '#storage/catalogue/ledger-states.ts'
import type { CaseInProgress } from './case-in-progress.ts'
import { demandClock } from './demand-clock.ts'
import type { PipelineTools } from './pipeline-tools.ts'
import { resultOf } from './stage.ts'
import { newStagedName, type StagedObject } from './staged-object.ts'

/**
 * Manifests, statement and signatures over the files of a package, verified as a stranger verifies them: a new evidence object in
 * staging. Throws `CLOCK_BEHIND`, `SIGNER_UNFIT`: the case waits.
 */
export async function sealPackage(
  progress: CaseInProgress,
  tools: PipelineTools,
  sealedAt: Date,
): Promise<StagedObject> {
  await demandClock(tools)
  const unsigned = buildEvidence({
    id: resultOf(progress, 'description').number,
    version: 1,
    previous: undefined,
    files: resultOf(progress, 'encapsulation').entries,
    since: await newestLedgerState(tools.catalogue),
    sealedAt,
  })
  const evidence = writeEvidenceObject(await signEvidence(unsigned, tools.signer))
  const file = newStagedName('evidence.tar')
  await writeFile(join(await tools.staging.folder(progress.id), file), evidence, { flush: true })
  return { file, fixity: { bytes: evidence.length, sha256: digestHex('sha256', evidence) } }
}

/** The newest published checkpoint: the statement cannot be older. */
async function newestLedgerState({ pool }: Catalogue): Promise<LedgerState> {
  const newest = await newestCheckpoint(pool)
  return newest === undefined ? emptyLedger : { size: newest.size, root: newest.roots.sha256 }
}
