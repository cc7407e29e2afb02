import { expect, test } from 'vitest'
import { median, ratioOf } from './figure.ts'

test('takes the middle of the rounds, whatever their order', () => {
  expect(median([9, 1, 4])).toBe(4)
  expect(median([9, 1, 4, 5])).toBe(4.5)
})

test('has no median where nothing was measured', () => {
  expect(() => median([])).toThrow('no value was measured')
})

test('compares each round with the bound of the same round, so that a slow moment counts for both', () => {
  expect(ratioOf({ rounds: [10, 2, 10] }, { name: 'disk', rounds: [20, 4, 20] })).toBe(0.5)
})

test('compares the median with a bound that was fixed beforehand', () => {
  expect(ratioOf({ rounds: [10, 30, 20] }, { name: 'goal', rounds: [40] })).toBe(0.5)
})
