import { type StageName, stageNames } from '#pipelines/stage-names.ts'

/** Sorts by the order of the stages: under a fixed clock, all stages bear the same time. */
export function inStageOrder<Entry extends { readonly stage: string }>(entries: readonly Entry[]): Entry[] {
  const place = ({ stage }: Entry) => stageNames.indexOf(stage as StageName)
  return entries.toSorted((left, right) => place(left) - place(right))
}
