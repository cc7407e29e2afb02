import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestArchive, type TestArchive } from '#compliance-tests/stack/test-archive.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { journalStatus } from '../access/journal-status.ts'
import { warnOfJournal } from './watch-journal.ts'

let archive: TestArchive
beforeAll(async () => {
  archive = await openTestArchive({ JOURNAL_SECONDS: '5' })
})
afterAll(() => archive.close())

async function write(): Promise<void> {
  const { catalogue, journal: objects } = archive
  await writeJournal({ catalogue, objects })
}

/** A change whose transaction began so many seconds ago. */
async function enterBefore(seconds: number): Promise<void> {
  const { pool } = archive.catalogue
  await pool.query(
    `insert into finished_case (system_code, serial_number, finished_on, reported_at) values ('S', $1, '2026-01-01', now())`,
    [`${seconds}`],
  )
  await pool.query(`update journal_outbox set entered_at = now() - make_interval(secs => $1)`, [seconds])
}

async function alarms(config = archive.config): Promise<object[]> {
  const told: object[] = []
  await warnOfJournal({ ...archive, config, log: { error: (facts: object) => told.push(facts) } as never })
  return told
}

test('a journal that is written is no alarm, and nothing waits', async () => {
  await write()
  expect(await journalStatus(archive)).toEqual({ waiting: 0, lagSeconds: 0, alarm: false })
  expect(await alarms()).toEqual([])
})

test('changes that wait are counted, with the age of the oldest; they are an alarm once a dozen rounds have not written them', async () => {
  await enterBefore(50)
  const { waiting, lagSeconds, alarm } = await journalStatus(archive)
  expect([waiting, Math.floor(lagSeconds / 10), alarm]).toEqual([1, 5, false])
  await enterBefore(100)
  expect(await alarms()).toMatchObject([{ event: 'journal.alarm', waiting: 2, alarm: true }])
  const rarely = { ...archive.config, journal: { ...archive.config.journal, seconds: 10 } }
  expect(await alarms(rarely)).toEqual([])
  await enterBefore(200)
  expect(await alarms(rarely)).toMatchObject([{ event: 'journal.alarm', waiting: 3 }])
  await write()
  expect(await alarms()).toEqual([])
})
