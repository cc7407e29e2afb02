import { z } from 'zod'
import { outcomes } from '#archive-schema/finding.ts'
import { concludeInspection } from '#archive-schema/inspection/inspection-report.ts'
import type { FormEntry } from './form-entry.ts'
import type { RegistrationField, RegistrationProfile } from './registration-profile.ts'
import { TalliedItem } from './tallied-item.ts'

/** 检验结果 (what one row of results came to). */
export const ColumnResult = z
  .strictObject({
    /** Key of the row. */
    field: z.string(),
    outcome: z.enum(outcomes),
    /** What a person is asked: the row waits for the answer. */
    question: z.string().exactOptional(),
    /** Why the row does not apply or was not checked. */
    why: z.string().exactOptional(),
    /** How many items of the reports passed in every 件, and all that did not. */
    passed: z.int().exactOptional(),
    items: z.array(TalliedItem).readonly().exactOptional(),
  })
  .readonly()
export type ColumnResult = z.output<typeof ColumnResult>

/**
 * Fills the rows of results from the items of the reports of a batch: each is the worst of its items over all 件, so that one
 * item that was not checked keeps it from 合格. What only a person can say waits for one.
 */
export function fillResults(
  profile: RegistrationProfile,
  entry: FormEntry | undefined,
  items: readonly TalliedItem[],
): readonly ColumnResult[] {
  return profile.fields.flatMap(({ key, result }) => {
    return result === undefined ? [] : [{ field: key, ...fill(result, entry, items) }]
  })
}

type ResultRule = NonNullable<RegistrationField['result']>

function fill(
  { cells = [], property, question, unlessField }: ResultRule,
  entry: FormEntry | undefined,
  items: readonly TalliedItem[],
): Omit<ColumnResult, 'field'> {
  if (unlessField?.is.includes(String(entry?.[unlessField.key])) === true)
    return { outcome: 'NOT_APPLICABLE', why: unlessField.why }
  if (question !== undefined) return { outcome: 'MANUAL_REVIEW', question }
  const own = items.filter((item) => item.property === property || cells.includes(item.cell ?? ''))
  if (own.length === 0) return { outcome: 'NOT_CHECKED', why: '没有检测报告 (no inspection report)' }
  return concludeColumn(own)
}

function concludeColumn(items: readonly TalliedItem[]): Omit<ColumnResult, 'field'> {
  const met = items.flatMap(({ counts }) => outcomes.filter((outcome) => counts[outcome] > 0))
  const open = items.filter((item) => !isSettled(item))
  const passed = items.filter((item) => isSettled(item) && item.counts.PASS > 0).length
  const isOutside = met.every((outcome) => outcome === 'NOT_APPLICABLE')
  const outcome = isOutside
    ? 'NOT_APPLICABLE'
    : concludeInspection(met.map((one) => ({ blocking: true, outcome: one })))
  return { outcome, passed, items: open }
}

function isSettled({ counts: { FAIL, NOT_CHECKED, MANUAL_REVIEW } }: TalliedItem): boolean {
  return FAIL + NOT_CHECKED + MANUAL_REVIEW === 0
}
