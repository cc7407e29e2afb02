import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeJournal } from '#storage/journal/journal.ts'
import { type CopiesTrial, copyRound, openCopiesTrial } from '../access/copies-trial.ts'
import { keepJournal } from './keep-journal.ts'

let archive: CopiesTrial
beforeAll(async () => {
  archive = await openCopiesTrial({ JOURNAL_SECONDS: '1' })
})
afterAll(() => archive.close())

const segments = () => archive.journal.newestSegmentAfter(0)

async function enterFinished(serialNumber: string): Promise<void> {
  await archive.catalogue.pool.query(
    `insert into finished_case (system_code, serial_number, finished_on, reported_at) values ('S', $1, '2026-01-01', now())`,
    [serialNumber],
  )
}

test('what changes is written while a worker runs, and what is left when it stops', async () => {
  const before = await segments()
  const errors: unknown[] = []
  const keeping = keepJournal(archive, (error) => errors.push(error))
  await enterFinished('running-1')
  while ((await segments()) === before) await pause(50)
  await enterFinished('stopped-1')
  await keeping.stop()
  const { rows } = await archive.catalogue.pool.query('select 1 from journal_outbox')
  expect([rows, errors]).toEqual([[], []])
  expect(await segments()).toBeGreaterThan(before)
})

test('the journal is copied into the second store, and copies of it ask for no further ones', async () => {
  const { catalogue, journal: objects } = archive
  const made: number[] = []
  for (let round = 1; round <= 5; round += 1) {
    await copyRound(archive)
    await archive.ledger.publish()
    await writeJournal({ catalogue, objects })
    made.push(await segments())
  }
  expect(new Set(made.slice(-2)).size).toBe(1)
  const second = await archive.second.open()
  const [here, there] = await Promise.all(
    [archive.store, second].map((store) => Array.fromAsync(store.list('journal/'))),
  )
  expect(there).toEqual(here)
})
