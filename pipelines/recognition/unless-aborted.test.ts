import { expect, test } from 'vitest'
import { unlessAborted } from './unless-aborted.ts'

test('work that ends first gives its result', async () => {
  expect(await unlessAborted(Promise.resolve(7), new AbortController().signal)).toBe(7)
})

test('an abort gives its reason at once, though the work never ends', async () => {
  const controller = new AbortController()
  const waiting = unlessAborted(new Promise(() => undefined), controller.signal)
  controller.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
})

test('nothing is waited for after an abort', async () => {
  const aborted = AbortSignal.abort(new Error('enough'))
  await expect(unlessAborted(new Promise(() => undefined), aborted)).rejects.toThrow('enough')
})

test('work that fails after an abort disturbs nobody', async () => {
  const late = Promise.withResolvers<never>()
  const waiting = unlessAborted(late.promise, AbortSignal.abort(new Error('enough')))
  await expect(waiting).rejects.toThrow('enough')
  late.reject(new Error('late'))
})
