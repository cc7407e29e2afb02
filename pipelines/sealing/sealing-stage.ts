import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { writeEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import { buildEvidence, signEvidence } from '#archive-schema/evidence/seal.ts'
import { emptyLedger, type LedgerState } from '#archive-schema/evidence/statement.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { newestCheckpoint } from '#storage/catalogue/ledger-states.ts'
import type { CaseInProgress } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { remember, resultOf, type Stage } from '../stage.ts'
import { newStagedName } from '../staged-object.ts'
import { demandClock } from './demand-clock.ts'

/** 生成校验信息: manifests, statement and signatures over the files of the package, verified as a stranger verifies them. */
export const sealingStage: Stage<'sealing'> = {
  name: 'sealing',
  lane: () => 'clerk',
  onRefusal: 'review',
  async run(progress, tools) {
    const evidence = await sealPackage(progress, tools)
    const file = newStagedName('evidence.tar')
    await writeFile(join(await tools.staging.folder(progress.id), file), evidence, { flush: true })
    const fixity = { bytes: evidence.length, sha256: digestHex('sha256', evidence) }
    return { result: { evidence: { file, fixity } } }
  },
  restore: remember('sealing'),
}

async function sealPackage(progress: CaseInProgress, tools: PipelineTools): Promise<Uint8Array> {
  const { signer, catalogue } = tools
  await demandClock(tools)
  const { number, archivedAt } = resultOf(progress, 'description')
  const { entries } = resultOf(progress, 'encapsulation')
  const unsigned = buildEvidence({
    id: number,
    version: 1,
    previous: undefined,
    files: entries,
    since: await newestLedgerState(catalogue),
    sealedAt: new Date(archivedAt),
  })
  return writeEvidenceObject(await signEvidence(unsigned, signer))
}

/** The newest published checkpoint: the statement cannot be older. */
async function newestLedgerState({ pool }: Catalogue): Promise<LedgerState> {
  const newest = await newestCheckpoint(pool)
  return newest === undefined ? emptyLedger : { size: newest.size, root: newest.roots.sha256 }
}
