import { chmod, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditAll, type CopiesTrial, copyRound, kindsOf, openCopiesTrial } from './copies-trial.ts'
import { renewTimeStamps } from './renew-time-stamps.ts'

let archive: CopiesTrial
beforeAll(async () => {
  archive = await openCopiesTrial()
  expect(await archive.stamps.stamp()).toEqual([])
  await renewTimeStamps(archive, 'sha256')
})
afterAll(() => archive.close())

const pathOf = (key: string) => join(archive.config.dataDir, 'store', 'objects', key)
const faultsOf = async () => (await auditAll(archive)).faults.map(({ kind, key }) => `${kind} ${key}`)

test('what rests beside a checkpoint is known to an audit, and copied into the second store', async () => {
  expect(kindsOf(await auditAll(archive))).toEqual([])
  await copyRound(archive)
  const second = await archive.second.open()
  for (const part of ['ledger/tokens/', 'ledger/renewals/']) {
    const keys = await Array.fromAsync(archive.store.list(part))
    expect(keys.length).toBeGreaterThan(0)
    expect(await Array.fromAsync(second.list(part))).toEqual(keys)
  }
})

test.for(['ledger/tokens/', 'ledger/renewals/'])('a changed or missing object of %s is a fault', async (part) => {
  const [key = ''] = await Array.fromAsync(archive.store.list(part))
  const [path, away] = [pathOf(key), join(archive.config.dataDir, 'away')]
  const { mtime } = await stat(path)
  await rename(path, away)
  expect(await faultsOf()).toEqual([`missing ${key}`])
  const bytes = await readFile(away)
  bytes[3] = (bytes[3] ?? 0) ^ 1
  await writeFile(path, bytes)
  await chmod(path, 0o444)
  await utimes(path, mtime, mtime)
  expect(await faultsOf()).toEqual([`changed ${key}`])
  await rename(away, path)
  expect(await faultsOf()).toEqual([])
})
