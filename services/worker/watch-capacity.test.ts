import { expect, test } from 'vitest'
import type { PlaceCapacity } from '../capacity/capacity.ts'
import { lookAtCapacity } from './watch-stores.ts'

const GB = 1e9

/** What a look at these places writes into the log. */
async function alarms(...places: readonly PlaceCapacity[]) {
  const told: { event: string; place: string; err: { code: string; faults: unknown } }[] = []
  const capacity = { measure: async () => ({ storedBytes: 0, bytesPerYear: 0, places }) }
  await lookAtCapacity({ capacity, log: { error: (facts: never) => told.push(facts) } } as never)
  return told.map(({ event, place, err }) => [event, place, err.code])
}

test('a place that is low or full is an alarm with its code, others are none', async () => {
  expect(
    await alarms(
      { place: 'staging', level: 'ok', free: 9 * GB, floor: GB, room: 8 * GB },
      { place: 'first', level: 'low', free: 3 * GB, floor: GB, room: 2 * GB, years: 1 },
      { place: 'second', level: 'full', free: 1, floor: GB, room: 0 },
    ),
  ).toEqual([
    ['capacity.alarm', 'first', 'CAPACITY_LOW'],
    ['capacity.alarm', 'second', 'CAPACITY_EXHAUSTED'],
  ])
  expect(await alarms({ place: 'first', level: 'unknown', floor: GB })).toEqual([])
})
