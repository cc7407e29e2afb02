import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { sequenceGaps } from './sequence-gaps.ts'

const accepted = (counter: string, year = 2025) => `湘麓审受字〔${year}〕第${counter}号`

test('names what is missing between known numbers, series by series', () => {
  const known = ['0327', '0325', '0331', '0326'].map((counter) => accepted(counter))
  expect(sequenceGaps([...known, accepted('0001', 2026), accepted('0003', 2026)])).toEqual([
    { series: accepted('*'), from: accepted('0328'), to: accepted('0330'), missing: 3 },
    { series: accepted('*', 2026), from: accepted('0002', 2026), to: accepted('0002', 2026), missing: 1 },
  ])
})

test.for([
  ['no number', []],
  ['one number', [accepted('0001')]],
  ['a number twice', [accepted('0001'), accepted('0001')]],
  ['neighbours, also across a digit more', [accepted('99'), accepted('100')]],
  ['numbers of different days', ['430190250415000871', '430190250416000001']],
  ['what holds no digit', ['无号', '']],
] as const)('%s has no gap', ([, numbers]) => {
  expect(sequenceGaps(numbers)).toEqual([])
})

test('a number of digits only counts in its last six', () => {
  expect(sequenceGaps(['430190250415000871', '430190250415000873'])).toMatchObject([
    { from: '430190250415000872', missing: 1 },
  ])
})

test('a star in a number is no counter', () => {
  expect(sequenceGaps(['*1号', '*3号'])).toMatchObject([{ from: '*2号', to: '*2号' }])
})

property.prop([fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1 })])(
  'known and missing numbers together are all from the lowest to the highest',
  (counters) => {
    const missing = sequenceGaps(counters.map((counter) => accepted(String(counter).padStart(4, '0'))))
    const total = Math.max(...counters) - Math.min(...counters) + 1
    expect(counters.length + missing.reduce((sum, gap) => sum + gap.missing, 0)).toBe(total)
  },
)
