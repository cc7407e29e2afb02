import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stopped } from './worker.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('who was told to stop while he was starting ends, and is kept alive by nothing', async () => {
  await stopped(AbortSignal.abort())
  expect(vi.getTimerCount()).toBe(0)
})

test('who works is kept alive until he is told to stop', async () => {
  const interruption = new AbortController()
  const end = stopped(interruption.signal)
  expect(vi.getTimerCount()).toBe(1)
  interruption.abort()
  await end
  expect(vi.getTimerCount()).toBe(0)
})
