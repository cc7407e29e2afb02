import type { Fault } from '#archive-schema/fault.ts'
import type { CaseFile, ProcessStep } from './case-file.ts'
import { instant, localDate } from './instant.ts'
import { processNodes } from './process-step.ts'

/** The parts of a case file that say when something happened to the case. */
export type DatedCase = Pick<CaseFile, 'source' | 'case' | 'process'>

type Dated = { readonly field: string; readonly at: string }

/**
 * 时间先后 (order of times): `CHRONOLOGY_CASE` where the times of the case contradict each other, `CHRONOLOGY_PROCESS`
 * where those of the process do. Times are compared as instants; equal times are in order.
 */
export function chronologyFaults(dated: DatedCase): Fault[] {
  return [
    ...milestoneFaults(dated),
    ...yearFaults(dated),
    ...stepOrderFaults(dated),
    ...decisionFaults(dated),
    ...endFaults(dated),
  ]
}

/** 申请 ≤ 收件 ≤ 受理 ≤ 决定 ≤ 办结 ≤ 交接, as far as the case has them. */
function milestoneFaults({ case: handling, source }: DatedCase): Fault[] {
  const milestones = [
    { field: 'case.appliedAt', at: handling.appliedAt },
    { field: 'case.receivedAt', at: handling.receivedAt },
    { field: 'case.acceptedAt', at: handling.acceptedAt },
    { field: 'case.decidedAt', at: handling.decidedAt },
    { field: 'case.finishedAt', at: handling.finishedAt },
    { field: 'source.exportedAt', at: source.exportedAt },
  ]
  return backwards(milestones.filter((milestone): milestone is Dated => milestone.at !== null)).map((fault) => ({
    code: 'CHRONOLOGY_CASE',
    ...fault,
  }))
}

/** 年度 is the year of 办结 where the case was finished, not in UTC. */
function yearFaults({ case: handling }: DatedCase): Fault[] {
  const year = localDate(handling.finishedAt).slice(0, 4)
  if (handling.year === year) return []
  return [{ code: 'CHRONOLOGY_CASE', field: 'case.year', found: handling.year, expected: year }]
}

/** Steps are numbered 1, 2, 3 … without a gap, and none is earlier than the one before. */
function stepOrderFaults({ process }: DatedCase): Fault[] {
  const numbers = process.flatMap((step, index): Fault[] => {
    if (step.seq === index + 1) return []
    const field = `process[${index}].seq`
    return [{ code: 'CHRONOLOGY_PROCESS', field, found: String(step.seq), expected: String(index + 1) }]
  })
  const times = process.map((step, index) => ({ field: `process[${index}].time`, at: step.time }))
  return [...numbers, ...backwards(times).map((fault): Fault => ({ code: 'CHRONOLOGY_PROCESS', ...fault }))]
}

/** 审核、决定 follow the 受理 of the case: nothing is decided on what has not been accepted. */
function decisionFaults({ process }: DatedCase): Fault[] {
  const { accepted, decided } = processNodes
  const acceptance = process.findIndex(({ nodeCode }) => nodeCode === accepted)
  return process.slice(0, Math.max(acceptance, 0)).flatMap((step, index): Fault[] => {
    if (step.nodeCode !== decided) return []
    const expected = `≠ ${decided} 审核、决定（先于受理 / before ${accepted} 受理）`
    return [{ code: 'CHRONOLOGY_PROCESS', field: `process[${index}].nodeCode`, found: step.nodeCode, expected }]
  })
}

/** The process begins with 收件, and ends with its only 办结, at the time at which the case says it was finished. */
function endFaults({ process, case: handling }: DatedCase): Fault[] {
  const last = process.length - 1
  const faults = process.flatMap((step, index) => nodeFaults(step, index, last))
  const finished = process[last]
  if (finished === undefined || instant(finished.time) === instant(handling.finishedAt)) return faults
  const expected = `= ${handling.finishedAt} (case.finishedAt)`
  return [...faults, { code: 'CHRONOLOGY_PROCESS', field: `process[${last}].time`, found: finished.time, expected }]
}

function nodeFaults(step: ProcessStep, index: number, last: number): Fault[] {
  const fault = { code: 'CHRONOLOGY_PROCESS', field: `process[${index}].nodeCode`, found: step.nodeCode } as const
  const { received, finished } = processNodes
  if (index === 0 && step.nodeCode !== received) return [{ ...fault, expected: `${received} 收件` }]
  if (index === last && step.nodeCode !== finished) return [{ ...fault, expected: `${finished} 办结` }]
  if (index < last && step.nodeCode === finished) return [{ ...fault, expected: `≠ ${finished} 办结` }]
  return []
}

function backwards(times: readonly Dated[]): { field: string; found: string; expected: string }[] {
  return times.flatMap(({ field, at }, index) => {
    const before = times[index - 1]
    if (before === undefined || instant(before.at) <= instant(at)) return []
    return [{ field, found: at, expected: `≥ ${before.at} (${before.field})` }]
  })
}
