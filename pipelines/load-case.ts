import { type CaseState, findCase, readHandover } from '#storage/catalogue/cases.ts'
import { newestStageResults } from '#storage/catalogue/stage-results.ts'
import type { CaseInProgress } from './case-in-progress.ts'
import type { RestoreTools } from './stage.ts'
import { nextStage } from './stages.ts'

/** A case in `state`, as far as its completed stages have brought it; `undefined` for any other case. */
export async function loadCase(
  caseId: string,
  state: CaseState,
  tools: RestoreTools,
): Promise<CaseInProgress | undefined> {
  const { pool } = tools.catalogue
  const found = await findCase(pool, caseId)
  const handover = await readHandover(pool, caseId)
  if (found?.state !== state || handover === undefined) return undefined
  const stored = await newestStageResults(pool, caseId)
  let progress: CaseInProgress = { id: caseId, folder: found.folder, handover, results: {} }
  for (let stage = nextStage(progress); stage !== undefined; stage = nextStage(progress)) {
    const result = stored.get(stage.name)
    if (result === undefined) break
    progress = await stage.restore(progress, result, tools)
  }
  return progress
}
