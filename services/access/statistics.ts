import { run, sql } from '#storage/catalogue/sql.ts'
import {
  countHandovers,
  countHoldings,
  countHoldingsBy,
  type HandoverCounts,
  type HoldingCounts,
  type HoldingGroup,
  type StatisticDimension,
  statisticDimensions,
} from '#storage/catalogue/statistics.ts'
import type { Archive } from '../open-archive.ts'

/** 统计 (DA/T 94-2022, 附录E.5): hand-overs by where they stand, all holdings, and holdings by the dimensions asked for. */
export type Statistics = {
  readonly at: string
  readonly handovers: HandoverCounts
  readonly total: HoldingCounts
  readonly groups: readonly { readonly by: StatisticDimension; readonly rows: readonly HoldingGroup[] }[]
}

/** Counts at one moment: every number is of the same state of the catalogue. Without `by`, by every dimension. */
export function statistics(
  { catalogue, now }: Pick<Archive, 'catalogue' | 'now'>,
  by: readonly StatisticDimension[] = statisticDimensions,
): Promise<Statistics> {
  return catalogue.transact(async (transaction) => {
    await run(transaction, sql`set transaction isolation level repeatable read, read only`)
    const handovers = await countHandovers(transaction)
    const total = await countHoldings(transaction)
    const groups: Statistics['groups'][number][] = []
    for (const dimension of new Set(by)) {
      groups.push({ by: dimension, rows: await countHoldingsBy(transaction, dimension) })
    }
    return { at: now().toISOString(), handovers, total, groups }
  })
}
