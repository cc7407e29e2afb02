import type { Transaction } from '#storage/catalogue/catalogue.ts'
import type { CaseInProgress, StageResults } from './case-in-progress.ts'
import type { PipelineTools } from './pipeline-tools.ts'
import type { Lane } from './queue.ts'
import type { StageName } from './stage-names.ts'

/** The stages that the pipeline runs; capture is done before a case enters it. */
export type PipelineStageName = Exclude<StageName, 'capture'>

/** What a stage came to: a result, or one that comes out of what is written in the transaction that completes the stage. */
export type Decision<Name extends PipelineStageName> =
  | { readonly result: StageResults[Name] }
  | { readonly conclude: (transaction: Transaction) => Promise<StageResults[Name]> }

/** What decides on lanes. */
export type LaneTools = Pick<PipelineTools, 'ocr'>

/** What reading a stage's result back may use. */
export type RestoreTools = Pick<PipelineTools, 'catalogue' | 'scopeTables' | 'profile'>

/**
 * 环节 (one stage). `run` does the slow part and writes nothing that another run would not write again;
 * what it returns concludes the stage in one transaction.
 */
export type Stage<Name extends PipelineStageName = PipelineStageName> = {
  readonly name: Name
  /** The lane in which the stage runs. */
  lane(tools: LaneTools): Lane
  /**
   * What becomes of a case when this stage refuses it for good: `refuse` forgets it (nothing but the refusal is kept),
   * `review` keeps it for a person.
   */
  readonly onRefusal: 'refuse' | 'review'
  run(progress: CaseInProgress, tools: PipelineTools): Promise<Decision<Name>>
  /** Adds the stage's result to what is known of the case; also after a restart, from the stored result. */
  restore(progress: CaseInProgress, result: StageResults[Name], tools: RestoreTools): Promise<CaseInProgress>
}

/** `restore` of a stage whose result needs nothing but to be remembered. */
export function remember<Name extends PipelineStageName>(name: Name) {
  return async (progress: CaseInProgress, result: StageResults[Name]): Promise<CaseInProgress> => ({
    ...progress,
    results: { ...progress.results, [name]: result },
  })
}

/** What an earlier stage decided. That it is there is the pipeline's promise: stages run in order. */
export function resultOf<Name extends PipelineStageName>(progress: CaseInProgress, name: Name): StageResults[Name] {
  const result = progress.results[name]
  if (result === undefined) throw new Error(`stage ${name} has not run for case ${progress.id}`)
  return result
}
