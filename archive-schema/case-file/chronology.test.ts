import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type CaseFile, CaseFile as schema } from './case-file.ts'
import { chronologyFaults, type DatedCase } from './chronology.ts'

const folder = new URL('../../compliance-tests/cases/accepted/01-food-licence-granted/case.json', import.meta.url)
const good: CaseFile = schema.parse(JSON.parse(readFileSync(folder, 'utf8')))
const last = good.process.length - 1

function withCase(change: Partial<DatedCase['case']>): DatedCase {
  return { ...good, case: { ...good.case, ...change } }
}

function withStep(index: number, change: Partial<CaseFile['process'][number]>): DatedCase {
  return { ...good, process: good.process.map((step, at) => (at === index ? { ...step, ...change } : step)) }
}

function places(dated: DatedCase): string[] {
  return chronologyFaults(dated).map(({ code, field }) => `${code} ${field}`)
}

test('a good case has no fault', () => {
  expect(chronologyFaults(good)).toEqual([])
})

test.for([
  ['case.receivedAt', { appliedAt: '2025-03-11T09:18:01+08:00' }],
  ['case.acceptedAt', { acceptedAt: '2025-03-11T09:17:59+08:00' }],
  ['case.decidedAt', { decidedAt: '2025-03-11T10:04:59+08:00' }],
  ['case.finishedAt', { decidedAt: '2025-03-20T16:32:01+08:00' }],
] as const)('%s is not earlier than what came before it', ([field, change]) => {
  expect(places(withCase(change))).toEqual([`CHRONOLOGY_CASE ${field}`])
})

test('the hand-over is not earlier than the end of the case', () => {
  const exported = { ...good, source: { ...good.source, exportedAt: '2025-03-20T16:31:59+08:00' } }
  expect(chronologyFaults(exported)).toEqual([
    {
      code: 'CHRONOLOGY_CASE',
      field: 'source.exportedAt',
      found: '2025-03-20T16:31:59+08:00',
      expected: '≥ 2025-03-20T16:32:00+08:00 (case.finishedAt)',
    },
  ])
})

test('times that a case does not have are passed over', () => {
  expect(places(withCase({ acceptedAt: null, decidedAt: null }))).toEqual([])
  const finishedAt = '2025-03-11T09:00:00+08:00'
  const unaccepted = withCase({ acceptedAt: null, decidedAt: null, finishedAt })
  expect(places(unaccepted)).toEqual(['CHRONOLOGY_CASE case.finishedAt', `CHRONOLOGY_PROCESS process[${last}].time`])
})

test('one instant in two offsets is in order', () => {
  expect(places(withCase({ finishedAt: '2025-03-20T08:32:00Z' }))).toEqual([])
})

test('the year is that of the end of the case where it was written [MET-16]', () => {
  const dated = {
    ...withStep(last, { time: '2025-12-31T16:30:00Z' }),
    source: { ...good.source, exportedAt: '2026-01-02T09:00:00+08:00' },
  }
  const finished = { ...good.case, finishedAt: '2026-01-01T00:30:00+08:00' }
  expect(places({ ...dated, case: finished })).toEqual(['CHRONOLOGY_CASE case.year'])
  expect(places({ ...dated, case: { ...finished, year: '2026' } })).toEqual([])
})

test('no step is earlier than the one before [MET-18]', () => {
  expect(places(withStep(3, { time: '2025-03-14T10:29:00+08:00' }))).toEqual(['CHRONOLOGY_PROCESS process[3].time'])
})

test('steps are numbered from 1 without a gap', () => {
  expect(places(withStep(2, { seq: 4 }))).toEqual(['CHRONOLOGY_PROCESS process[2].seq'])
  const late = good.process.map((step) => ({ ...step, seq: step.seq + 1 }))
  expect(chronologyFaults({ ...good, process: late })).toHaveLength(good.process.length)
})

test('the process begins with 收件 and ends with its only 办结 [MET-18]', () => {
  expect(places(withStep(0, { nodeCode: '2' }))).toEqual(['CHRONOLOGY_PROCESS process[0].nodeCode'])
  expect(places(withStep(last, { nodeCode: '99' }))).toEqual([`CHRONOLOGY_PROCESS process[${last}].nodeCode`])
  expect(places(withStep(3, { nodeCode: '4' }))).toEqual(['CHRONOLOGY_PROCESS process[3].nodeCode'])
})

test('nothing is decided before the case is accepted', () => {
  const [first, second, third, ...rest] = good.process
  const renamed = [first, { ...second, nodeCode: '3' }, { ...third, nodeCode: '2' }, ...rest] as typeof good.process
  expect(places({ ...good, process: renamed })).toEqual(['CHRONOLOGY_PROCESS process[1].nodeCode'])
  const unaccepted = good.process.filter(({ nodeCode }) => nodeCode !== '2')
  expect(places({ ...good, process: unaccepted.map((step, at) => ({ ...step, seq: at + 1 })) })).toEqual([])
})

test('the last step carries the time at which the case was finished', () => {
  const late = withStep(last, { time: '2025-03-20T16:32:01+08:00' })
  expect(places(late)).toEqual([`CHRONOLOGY_PROCESS process[${last}].time`])
})
