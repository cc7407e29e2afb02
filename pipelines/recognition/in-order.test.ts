import { expect, test } from 'vitest'
import { inOrder } from './in-order.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('yields in order whatever ends first', async () => {
  const slowest = await Array.fromAsync(
    inOrder([30, 1, 15], 3, async (ms) => {
      await pause(ms)
      return ms
    }),
  )
  expect(slowest).toEqual([30, 1, 15])
})

test('never works on more than asked for at once', async () => {
  let running = 0
  let most = 0
  const work = async () => {
    running += 1
    most = Math.max(most, running)
    await pause(2)
    running -= 1
  }
  await Array.fromAsync(inOrder([...'abcdefgh'], 3, work))
  expect(most).toBe(3)
})

test('a failure comes at its turn, after what went before', async () => {
  const seen: number[] = []
  const failing = inOrder([1, 2, 3], 3, async (n) => {
    if (n === 2) throw new Error('second')
    return n
  })
  await expect(
    (async () => {
      for await (const n of failing) seen.push(n)
    })(),
  ).rejects.toThrow('second')
  expect(seen).toEqual([1])
})
