import { expect, test } from 'vitest'
import { boundaries, describeMoment, planMoments, targets } from './drill-plan.ts'

test('a seed makes the same plan every time, and another seed another one', () => {
  expect(planMoments(7, 50, targets)).toEqual(planMoments(7, 50, targets))
  expect(planMoments(8, 50, targets)).not.toEqual(planMoments(7, 50, targets))
})

test('a plan of twice as many moments as there are boundaries kills every target at each of them', () => {
  const plan = planMoments(1, 2 * targets.length * boundaries.length, targets)
  const atBoundaries = new Set(plan.filter((moment) => 'at' in moment).map(describeMoment))
  expect(boundaries).toHaveLength(27)
  expect(atBoundaries.size).toBe(targets.length * boundaries.length)
})

test('the moments between them kill every target, sooner and later', () => {
  const random = planMoments(1, 200, targets).flatMap((moment) => ('afterMs' in moment ? [moment] : []))
  expect(random).toHaveLength(100)
  expect(new Set(random.map(({ target }) => target))).toEqual(new Set(targets))
  const delays = random.map(({ afterMs }) => afterMs).toSorted((left, right) => left - right)
  expect(delays[10]).toBeLessThan(500)
  expect(delays[89]).toBeGreaterThan(1_500)
})

test('a plan keeps to the targets that it was given', () => {
  expect(new Set(planMoments(3, 20, ['postgres']).map(({ target }) => target))).toEqual(new Set(['postgres']))
})
