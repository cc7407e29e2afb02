import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newestRuns } from '#storage/catalogue/audit-slices.ts'
import { type CopiesTrial, copyRound, openCopiesTrial } from '../access/copies-trial.ts'
import { requireRecord } from '../access/require-record.ts'
import { auditDue } from './keep-audits.ts'

let archive: CopiesTrial

beforeAll(async () => {
  archive = await openCopiesTrial({ AUDIT_DAYS: '4', AUDIT_SLICES: '4' })
  await copyRound(archive)
})
afterAll(() => archive.close())

type Told = { readonly event: string; readonly store: string; readonly slice: string; readonly faults: number }

/** What the programme does after so many days, and what it says in the log. */
async function onDay(day: number): Promise<Told[]> {
  const told: Told[] = []
  const tell = (facts: Told) => void told.push(facts)
  const log = { info: tell, error: tell } as unknown as CopiesTrial['log']
  const now = () => new Date(Date.UTC(2027, 0, 1) + day * 86_400_000)
  await auditDue({ ...archive, log, now }, new AbortController().signal)
  return told
}

test('a slice of each store is audited a day, so that a round takes the configured days', async () => {
  const slices: string[] = []
  for (const day of [0, 1, 2, 3]) slices.push(...(await onDay(day)).map(({ store, slice }) => `${store} ${slice}`))
  const round = ['1/4', '2/4', '3/4', '4/4']
  expect(slices.toSorted()).toEqual([...round.map((one) => `first ${one}`), ...round.map((one) => `second ${one}`)])
  expect((await newestRuns(archive.catalogue.pool, 20)).every(({ finishedAt }) => finishedAt !== undefined)).toBe(true)
})

test('nothing is audited before it is due', async () => {
  expect(await onDay(3.5)).toEqual([])
})

test('the next round begins with the slice that was read longest ago, and a fault is an error in the log', async () => {
  const record = await requireRecord(archive.catalogue, archive.numbers[0])
  const path = join(archive.config.dataDir, 'store', 'objects', record.objects.package.key)
  await rename(path, join(archive.config.dataDir, 'away'))
  const told: Told[] = []
  for (const day of [4, 5, 6, 7]) told.push(...(await onDay(day)))
  expect(told.map(({ slice }) => slice).slice(0, 2)).toEqual(['1/4', '1/4'])
  expect(told.filter(({ event }) => event === 'audit.faults')).toMatchObject([{ store: 'first', faults: 1 }])
})
