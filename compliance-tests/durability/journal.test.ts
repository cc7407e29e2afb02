import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { type JournalSegment, noSegment, parseSegment } from '#archive-schema/journal/journal-segment.ts'
import { parseRecordRows } from '#archive-schema/journal/record-rows.ts'
import { defaultLockPolicy } from '#archive-schema/retention/lock-policy.ts'
import { auditStore } from '#services/access/audit-store.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { openArchive } from '#services/open-archive.ts'
import { type JournalMoment, writeJournal } from '#storage/journal/journal.ts'
import { segmentKey } from '#storage/journal/journal-objects.ts'
import { rowsOf } from './kept-rows.ts'
import { besideStore, type LivedArchive, openLivedArchive, writeAll } from './lived-archive.ts'

let lived: LivedArchive
beforeAll(async () => {
  lived = await openLivedArchive()
  await writeAll(lived.archive)
}, 120_000)
afterAll(() => lived.close())

/** Enters something small that is journaled. */
async function enterFinished(serialNumber: string, runner: Pick<Client, 'query'> = lived.archive.catalogue.pool) {
  await runner.query(
    `insert into finished_case (system_code, serial_number, finished_on, name, reported_at)
     values ('S', $1, '2026-01-01', '张某某的办件', now())`,
    [serialNumber],
  )
}

async function segments(): Promise<{ bytes: Uint8Array; segment: JournalSegment }[]> {
  const { journal } = lived.archive
  const found: { bytes: Uint8Array; segment: JournalSegment }[] = []
  for (let number = 1; number <= (await journal.newestSegmentAfter(0)); number += 1) {
    const bytes = (await journal.readSegment(number)) ?? new Uint8Array()
    found.push({ bytes, segment: parseSegment(segmentKey(number), bytes) })
  }
  return found
}

/** Serial numbers of `finished_case` in the journal, in the order of the changes. */
async function journaledSerials(): Promise<unknown[]> {
  const lines = (await segments()).flatMap(({ segment }) => segment.lines)
  return lines.flatMap((line) => ('row' in line && line.table === 'finished_case' ? [line.row['serial_number']] : []))
}

async function waiting(): Promise<number> {
  return (await rowsOf(lived.archive, 'journal_outbox')).length
}

/** Segments follow each other without a gap, and every change stands in one of them only. */
async function expectWhole(): Promise<void> {
  const found = await segments()
  let previous = noSegment
  for (const [i, { bytes, segment }] of found.entries()) {
    expect(segment).toMatchObject({ segment: i + 1, previous })
    previous = digestHex('sha256', bytes)
  }
  const changes = found.flatMap(({ segment }) => segment.lines.flatMap((line) => ('seq' in line ? [line.seq] : [])))
  expect(changes.length).toBe(new Set(changes).size)
}

test('what changes rests in numbered, locked segments, each naming the one before, and leaves the outbox [STO-03]', async () => {
  await expectWhole()
  expect(await waiting()).toBe(0)
  const stored = await lived.archive.store.stat(segmentKey(1))
  expect(stored?.retainUntil.getTime()).toBeGreaterThan(Date.now() + (defaultLockPolicy.windowDays - 1) * 86_400_000)
  expect(await writeAll(lived.archive)).toBe(0)
})

test('a change is taken only when no older transaction is at work any more', async () => {
  const other = new Client({ connectionString: lived.archive.catalogue.connectionString })
  await other.connect()
  await other.query('begin')
  await enterFinished('older-1', other)
  await enterFinished('younger-1')
  expect(await writeAll(lived.archive)).toBe(0)
  await other.query('commit')
  await other.end()
  expect(await writeAll(lived.archive)).toBe(2)
  expect((await journaledSerials()).slice(-2)).toEqual(['older-1', 'younger-1'])
})

test('what is rolled back is never journaled', async () => {
  const rolledBack = lived.archive.catalogue.transact(async (transaction) => {
    await enterFinished('rolled-back', transaction)
    throw new Error('no')
  })
  await expect(rolledBack).rejects.toThrow('no')
  expect(await writeAll(lived.archive)).toBe(0)
})

const moments = ['rows-stored', 'segment-stored', 'registered'] as const satisfies readonly JournalMoment[]
test.for(moments)('a writer that dies at "%s" loses nothing and writes nothing twice', async (moment) => {
  const { catalogue, journal: objects } = lived.archive
  await enterFinished(`before-${moment}`)
  const dying = writeJournal({
    ...{ catalogue, objects },
    onMoment: (at) => {
      if (at === moment) throw new Error('died')
    },
  })
  await expect(dying).rejects.toThrow('died')
  // What the next one finds has gone on: it composes another segment than the one that lies in the store.
  await enterFinished(`after-${moment}`)
  await writeAll(lived.archive)
  expect((await journaledSerials()).slice(-2)).toEqual([`before-${moment}`, `after-${moment}`])
  await expectWhole()
  expect(await waiting()).toBe(0)
})

test('an archive opens although a dead writer has left a segment behind', async () => {
  const { catalogue, journal: objects, config, log } = lived.archive
  await enterFinished('left-1')
  const onMoment = (at: JournalMoment) => {
    if (at === 'segment-stored') throw new Error('died')
  }
  await expect(writeJournal({ catalogue, objects, onMoment })).rejects.toThrow('died')
  await (await openArchive(config, log)).close()
  await writeAll(lived.archive)
  await expectWhole()
})

test('an archive opens while another process writes the journal', async () => {
  const { config, log } = lived.archive
  const writing = (async () => {
    for (let i = 1; i <= 20; i += 1) {
      await enterFinished(`meanwhile-${i}`)
      await writeAll(lived.archive)
    }
  })()
  for (let i = 1; i <= 5; i += 1) await (await openArchive(config, log)).close()
  await writing
  await expectWhole()
})

describe('what belongs to a person goes with the record', () => {
  test('no segment holds what identifies an applicant; the rows beside the record hold it all', async () => {
    const text = (await segments()).map(({ bytes }) => Buffer.from(bytes).toString()).join('')
    const rows = await Promise.all(lived.numbers.map((number) => recordRows(number)))
    const persons = rows.flatMap((found) => found.flatMap(({ table, row }) => (table === 'case_file' ? [row] : [])))
    const names = persons.flatMap(({ handover }) => personal(handover))
    expect(names.length).toBeGreaterThan(5)
    for (const name of names) expect([name, text.includes(name)]).toEqual([name, false])
    for (const withheld of ['张某某', '某人办件', '更正的题名'])
      expect([withheld, text.includes(withheld)]).toEqual([withheld, false])
    expect(JSON.stringify(rows)).toContain('更正的题名')
  })

  test('they are locked as the package is', async () => {
    for (const number of lived.numbers) {
      const { objects } = await requireRecord(lived.archive.catalogue, number)
      const [sealed, rows] = await Promise.all(
        [objects.package.key, await newestRowsKey(number)].map((key) => lived.archive.store.stat(key)),
      )
      expect(rows?.retainUntil).toEqual(sealed?.retainUntil)
      expect(await newestRowsKey(number)).toMatch(new RegExp(`^\\d+/\\d+/${number}/journal/`))
    }
  })
})

test('an audit reads the journal as it reads all else, and finds a segment that was changed', async () => {
  const beside = await besideStore(lived.archive)
  await beside.rebuild()
  const archive = await beside.open()
  const request = { store: 'first', slice: wholeRound, sample: 100, inspect: false } as const
  const { signal } = new AbortController()
  expect((await auditStore(archive, request, signal)).faults).toEqual([])
  await beside.spoil(segmentKey(1), (bytes) => Buffer.from(bytes).fill('x', 10, 11))
  const { faults } = await auditStore(archive, request, signal)
  expect(faults).toMatchObject([{ kind: 'changed', key: segmentKey(1) }])
  await archive.close()
  await beside.drop()
})

async function newestRowsKey(number: string): Promise<string> {
  const { rows } = await lived.archive.catalogue.pool.query<{ key: string }>(
    'select key from journal_object where number = $1 and is_named order by segment desc limit 1',
    [number],
  )
  return rows[0]?.key ?? ''
}

async function recordRows(number: string) {
  const key = await newestRowsKey(number)
  const path = join(lived.archive.config.dataDir, 'store', 'objects', key)
  return parseRecordRows(key, await readFile(path)).rows
}

/** Names, numbers, telephones and addresses of the applicants of a hand-over, and what the case is called. */
function personal(handover: unknown): string[] {
  const { caseFile } = handover as {
    caseFile: { case: { name: string }; applicants: readonly Readonly<Record<string, unknown>>[] }
  }
  const told = ['name', 'idNumber', 'phone', 'address']
  const applicants = caseFile.applicants.flatMap((applicant) => told.map((key) => applicant[key]))
  return [caseFile.case.name, ...applicants].filter(
    (value): value is string => typeof value === 'string' && value !== '',
  )
}
