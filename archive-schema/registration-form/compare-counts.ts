import { z } from 'zod'
import { type CheckEvidence, outcomes } from '#archive-schema/finding.ts'
import { type BatchContents, measureContents, unfinishedTerms } from './batch-contents.ts'
import type { FormEntry } from './form-entry.ts'
import { fieldOfMeasure, type Measure, measures, type RegistrationProfile } from './registration-profile.ts'
import { noCounts, type TalliedItem } from './tallied-item.ts'

const evidence = z
  .strictObject({
    location: z.string().exactOptional(),
    expected: z.string().exactOptional(),
    found: z.string().exactOptional(),
  })
  .readonly()

/** 数据总量检测项: what the comparison of one registered quantity came to. */
export const CountItem = z
  .strictObject({
    /** Key of the row. */
    field: z.string(),
    /** Item of DA/T 70-2018. */
    rule: z.string(),
    title: z.string(),
    outcome: z.enum(outcomes),
    evidence: z.array(evidence).min(1).readonly(),
  })
  .readonly()
export type CountItem = z.output<typeof CountItem>

/**
 * 数据总量 (DA/T 70-2018 GD 2-1): the registered number of 件 and of bytes against what was archived. Without a form there is
 * nothing to compare with, and while cases of the batch are unfinished nothing is final: both are `NOT_CHECKED`.
 */
export function compareCounts(
  profile: RegistrationProfile,
  entry: FormEntry | undefined,
  contents: BatchContents,
): readonly CountItem[] {
  const actual = measureContents(contents)
  return measures.map((measure) => {
    const { key, title, compares } = fieldOfMeasure(profile, measure)
    const compared = compare(title, entry?.[key], actual[measure], contents)
    return { field: key, rule: compares.rule, title: compares.title, ...compared }
  })
}

/** The comparison as an item beside those of the reports, for the row of its property. */
export function tallyCounts(profile: RegistrationProfile, counts: readonly CountItem[]): readonly TalliedItem[] {
  return measures.flatMap((measure) => {
    const { rule, title, cell, property } = fieldOfMeasure(profile, measure).compares
    const own = counts.filter((count) => count.rule === rule)
    return own.map(({ outcome }) => {
      return { rule, title, cell, property, counts: { ...noCounts, [outcome]: 1 }, examples: [] }
    })
  })
}

/** Registered quantities of a form, as one line. */
export function registeredLine(profile: RegistrationProfile, entry: FormEntry): string {
  const quantity = (measure: Measure) => {
    const { key, label } = fieldOfMeasure(profile, measure)
    return `${entry[key] ?? '∅'} ${label}`
  }
  return measures.map(quantity).join('，')
}

function compare(
  location: string,
  registered: string | number | undefined,
  actual: number,
  contents: BatchContents,
): Pick<CountItem, 'outcome' | 'evidence'> {
  const others = [...unfinishedLines(contents), ...refusedLines(contents)].slice(0, mostOthers)
  if (registered === undefined) {
    const found = `没有登记表，无从比对；实有 ${actual} (no registration form)`
    return { outcome: 'NOT_CHECKED', evidence: [{ location, found }, ...others] }
  }
  const compared = { location, expected: String(registered), found: String(actual) }
  if (contents.unfinished.length > 0) return { outcome: 'NOT_CHECKED', evidence: [compared, ...others] }
  return { outcome: registered === actual ? 'PASS' : 'FAIL', evidence: [compared, ...others] }
}

/** A form is read by people; all of them stand in the contents of the batch. */
const mostOthers = 50

function unfinishedLines({ unfinished }: BatchContents): readonly CheckEvidence[] {
  return unfinished.map(({ folder, state, stage }) => ({
    location: folder,
    found: `${unfinishedTerms[state]}（${stage}）`,
  }))
}

function refusedLines({ refused }: BatchContents): readonly CheckEvidence[] {
  return refused.map(({ folder, serialNumber, code }) => {
    return { location: [folder, serialNumber ?? []].flat().join(' '), found: `拒收 ${code}` }
  })
}
