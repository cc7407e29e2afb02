import { expect, test } from 'vitest'
import { busySeconds } from './other-work.ts'

test('counts every kind of processor time but idle, waiting for disks, and what guests are said to use twice', () => {
  const stat = 'cpu  100 200 300 90000 70000 400 500 600 80000 80000\ncpu0 1 1 1 1 1 1 1 1 1 1\n'
  expect(busySeconds(stat)).toBe(21)
})
