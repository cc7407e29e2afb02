import { type StageName, stageNames } from '#pipelines/stage-names.ts'
import { roundOf } from '#storage/catalogue/stage-results.ts'

/** Sorts by the order of the stages: under a fixed clock, all stages bear the same time. */
export function inStageOrder<Entry extends { readonly stage: string }>(entries: readonly Entry[]): Entry[] {
  const placed = entries.map((entry) => ({ entry, ...roundOf(entry) }))
  const place = ({ stage }: { readonly stage: string }) => stageNames.indexOf(stage as StageName)
  return placed
    .toSorted((left, right) => place(left) - place(right) || left.round - right.round)
    .map(({ entry }) => entry)
}
