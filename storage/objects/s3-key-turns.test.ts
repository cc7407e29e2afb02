import { expect, test } from 'vitest'
import { KeyTurns } from './s3-key-turns.ts'

test('lets one writer of a key wait for the other, and nobody else', async () => {
  const turns = new KeyTurns()
  const seen: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = turns.take('a', () => gate.promise.then(() => seen.push('a1')))
  const second = turns.take('a', async () => seen.push('a2'))
  await turns.take('b', async () => seen.push('b'))
  expect(seen).toEqual(['b'])
  gate.resolve()
  await Promise.all([first, second])
  expect(seen).toEqual(['b', 'a1', 'a2'])
})

test('goes on after a turn that failed, and tells only its owner', async () => {
  const turns = new KeyTurns()
  const failed = turns.take('a', async () => {
    throw new Error('first')
  })
  const after = turns.take('a', async () => 'second')
  await expect(failed).rejects.toThrow('first')
  expect(await after).toBe('second')
})
