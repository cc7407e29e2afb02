import { arrangementStage } from './arrangement/arrangement-stage.ts'
import type { CaseInProgress } from './case-in-progress.ts'
import { descriptionStage } from './description/description-stage.ts'
import { encapsulationStage } from './encapsulation/encapsulation-stage.ts'
import { inspectionStage } from './inspection/inspection-stage.ts'
import { preservationStage } from './preservation/preservation-stage.ts'
import type { Lane } from './queue.ts'
import { recognitionStage } from './recognition/recognition-stage.ts'
import { registrationStage } from './registration/registration-stage.ts'
import { sealingStage } from './sealing/sealing-stage.ts'
import type { LaneTools, PipelineStageName, RestoreTools, Stage } from './stage.ts'
import type { StageName } from './stage-names.ts'
import { stocktakingStage } from './stocktaking/stocktaking-stage.ts'

/** The stages after capture, in the order of GB/T 42727-2023 6.3–6.11. */
export const pipelineStages = [
  arrangementStage,
  stocktakingStage,
  recognitionStage,
  descriptionStage,
  encapsulationStage,
  sealingStage,
  inspectionStage,
  registrationStage,
  preservationStage,
] as const satisfies readonly { readonly name: PipelineStageName }[]

/** Any stage, its kind of result forgotten: what `run` concludes with is what its own `restore` takes. */
export type AnyStage = Pick<Stage, 'name' | 'lane' | 'onRefusal' | 'run'> & {
  restore(progress: CaseInProgress, result: unknown, tools: RestoreTools): Promise<CaseInProgress>
}

/** The stage that comes next for a case, `undefined` when it has been through all. */
export function nextStage({ results }: CaseInProgress): AnyStage | undefined {
  return pipelineStages.find(({ name }) => results[name] === undefined) as AnyStage | undefined
}

/** The last completed stage of a case. */
export function lastCompleted({ results }: CaseInProgress): StageName {
  return pipelineStages.findLast(({ name }) => results[name] !== undefined)?.name ?? 'capture'
}

/** The stage that follows a completed one, `undefined` after the last. */
export function stageAfter(completed: string): PipelineStageName | undefined {
  return pipelineStages[pipelineStages.findIndex(({ name }) => name === completed) + 1]?.name
}

/** The lane in which a case goes on after a completed stage, `undefined` after the last. */
export function laneAfter(completed: string, tools: LaneTools): Lane | undefined {
  const place = pipelineStages.findIndex(({ name }) => name === completed)
  return pipelineStages[place + 1]?.lane(tools)
}

/** The lane into which capture sends a case. */
export const firstLane: Lane = 'clerk'
