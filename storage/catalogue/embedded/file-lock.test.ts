import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tryLock, whileLocked } from './file-lock.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('gives the exclusive lock to one at a time', () => {
  const path = join(folder, 'lock')
  const first = tryLock(path, 'exclusive')
  expect(first).toBeDefined()
  expect(tryLock(path, 'exclusive')).toBeUndefined()
  expect(tryLock(path, 'shared')).toBeUndefined()
  first?.release()
  const second = tryLock(path, 'exclusive')
  expect(second).toBeDefined()
  second?.release()
})

test('gives the shared lock to many, and the exclusive one only after the last of them', () => {
  const path = join(folder, 'lock')
  const [one, two] = [tryLock(path, 'shared'), tryLock(path, 'shared')]
  one?.release()
  one?.release()
  expect(tryLock(path, 'exclusive')).toBeUndefined()
  two?.release()
  const alone = tryLock(path, 'exclusive')
  expect(alone).toBeDefined()
  alone?.release()
})

test('says which file was held for too long', async () => {
  const path = join(folder, 'lock')
  const holder = tryLock(path, 'exclusive')
  await expect(whileLocked(path, { everyMs: 1, forMs: 10 }, async () => 'done')).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringContaining(path),
  })
  holder?.release()
  expect(await whileLocked(path, { everyMs: 1, forMs: 10 }, async () => 'done')).toBe('done')
})

test('lets go when the work fails', async () => {
  const path = join(folder, 'lock')
  const failing = whileLocked(path, { everyMs: 1, forMs: 10 }, () => Promise.reject(new Error('broken')))
  await expect(failing).rejects.toThrow('broken')
  const next = tryLock(path, 'exclusive')
  expect(next).toBeDefined()
  next?.release()
})
