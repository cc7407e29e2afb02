import { expect, test } from 'vitest'
import { Slots } from './slots.ts'

test('no more tasks run at once than there are slots, and all of them run', async () => {
  const slots = new Slots(2)
  const running = new Set<number>()
  let most = 0
  const done = await Promise.all(
    Array.from({ length: 7 }, (_, task) =>
      slots.run(async (slot) => {
        expect(running.has(slot)).toBe(false)
        running.add(slot)
        most = Math.max(most, running.size)
        await new Promise((resolve) => setTimeout(resolve, 1))
        running.delete(slot)
        return task
      }),
    ),
  )
  expect(most).toBe(2)
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6])
})

test('a task that fails frees its slot', async () => {
  const slots = new Slots(1)
  await expect(slots.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(await slots.run(async () => 'next')).toBe('next')
})
