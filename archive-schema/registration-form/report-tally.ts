import type { InspectionReport, ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import { noCounts, type TalliedItem } from './tallied-item.ts'

const mostExamples = 3

/** Sums up inspection reports one after another; holds none of them. */
export class ReportTally {
  readonly #items = new Map<string, TalliedItem>()

  add({ number, items }: InspectionReport): void {
    for (const item of items) this.#items.set(item.rule, counted(this.#items.get(item.rule), item, number))
  }

  /** Every item that a report had, in the order in which it was first met. */
  get items(): readonly TalliedItem[] {
    return [...this.#items.values()]
  }
}

function counted(before: TalliedItem | undefined, item: ReportItem, number: string): TalliedItem {
  const { rule, title, property, cell, outcome } = item
  const { counts, examples } = before ?? { counts: noCounts, examples: [] }
  const isTelling = outcome !== 'PASS' && outcome !== 'NOT_APPLICABLE' && examples.length < mostExamples
  return {
    ...{ rule, title, property, ...(cell === undefined ? {} : { cell }) },
    counts: { ...counts, [outcome]: counts[outcome] + 1 },
    examples: isTelling ? [...examples, number] : examples,
  }
}
