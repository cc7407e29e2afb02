import { chmod, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { makeCase } from '../../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../../stack/test-archive.ts'
import { caseFaults } from './invariants/case-faults.ts'
import { type LedgerView, ledgerFaults } from './invariants/ledger-faults.ts'
import { givenNumbers, numberFaults } from './invariants/number-faults.ts'
import { checkQueue, openJobs } from './invariants/queue-faults.ts'
import { rebuildFaults, tableFaults } from './invariants/rebuilt-catalogue.ts'
import { allRecords, keysOf, recordFaults } from './invariants/record-faults.ts'
import { checkStaging } from './invariants/staging-leftovers.ts'
import { viewLedger } from './invariants/stored-ledger.ts'
import { checkNames, journaledNames, storedNames } from './invariants/stored-names.ts'

let archive: TestArchive
let folder: string
let records: readonly PreservedRecord[]
let ledger: LedgerView

beforeAll(async () => {
  archive = await openTestArchive()
  folder = await mkdtemp(join(tmpdir(), 'guidang-invariants-'))
  const sample = '06-employment-registration-instant'
  await archive.capture(
    await makeCase(sample, join(folder, '1'), 'INVARIANT-1'),
    await makeCase(sample, join(folder, '2'), 'INVARIANT-2'),
  )
  await archive.ledger.publish()
  records = await allRecords(archive)
  ledger = await viewLedger(archive, [], records)
})
afterAll(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

describe('what is right is no fault', () => {
  test('records, numbers, names, ledger, queue and staging of an archive that was left alone', async () => {
    expect(records).toHaveLength(2)
    for (const record of records) expect(await recordFaults(archive, record)).toEqual([])
    const given = await givenNumbers(archive.catalogue.pool)
    expect(given).toHaveLength(4)
    expect(numberFaults(given)).toEqual([])
    const names = await storedNames(archive.config)
    const journaled = await journaledNames(archive.catalogue.pool)
    const expected = { ...journaled, keys: keysOf(records).union(journaled.keys) }
    expect(checkNames(names, expected)).toEqual({ faults: [], leftovers: [] })
    expect(ledger.entries).toHaveLength(2)
    expect(ledger.seen).toHaveLength(2)
    expect(ledgerFaults(ledger)).toEqual([])
    expect(await openJobs(archive.catalogue.pool)).toEqual([])
    expect(await checkStaging(archive)).toEqual({ faults: [], leftovers: [] })
  })
})

describe('an object of an archived record', () => {
  test.for([
    ['with another byte', (path: string) => changeByte(path), 'is not what was archived'],
    ['that is gone', (path: string) => rm(path), 'is not in the store'],
    ['whose lock ends today', (path: string) => utimes(path, new Date(), new Date()), 'is not locked to its end'],
  ] as const)('%s is a fault', async ([, spoil, fault]) => {
    const [record] = records
    if (record === undefined) throw new Error('there is no record')
    const path = join(archive.config.dataDir, 'store', 'objects', record.objects.package.key)
    const [bytes, end] = [await readFile(path), new Date(record.objects.lockedUntil)]
    await spoil(path)
    const faults = await recordFaults(archive, record)
    await rm(path, { force: true })
    await writeFile(path, bytes)
    await utimes(path, end, end)
    expect(faults.join('\n')).toContain(fault)
    expect(await recordFaults(archive, record)).toEqual([])
  })
})

describe('numbers', () => {
  const given = (number: number, record: string | undefined = `N-${number}`) => ({ sequence: 'S', number, record })
  test.for([
    [[given(1), given(3)], 'S lacks 2'],
    [[given(1), given(2), given(2, 'N-9')], 'S has 2 twice'],
    [[given(1), { ...given(2), record: undefined }], 'S gave 2 to cases that are not archived'],
  ] as const)('%j: %s', ([numbers, fault]) => {
    expect(numberFaults(numbers)).toEqual([fault])
  })
})

describe('names in the store', () => {
  const name = (key: string, versions = 1, markers = 0) => ({ key, versions, markers })
  const keys = new Set(['F/2025/N/N.zip'])
  const own = name('F/2025/N/N.zip')

  test('what no record has, what is missing and what is hidden are faults', () => {
    expect(checkNames([own, name('F/2025/X/X.zip')], { keys }).faults).toEqual([
      'F/2025/X/X.zip is in the store, and no record has it',
    ])
    expect(checkNames([], { keys }).faults).toEqual(['F/2025/N/N.zip is not in the store'])
    expect(checkNames([{ ...own, markers: 1 }], { keys }).faults).toEqual([
      'F/2025/N/N.zip is hidden by a delete marker',
    ])
  })

  test('what a killed writer leaves is named: an unfinished file, a second version', () => {
    const unfinished = name(`F/2025/N/.incoming-${'0'.repeat(32)}`)
    expect(checkNames([{ ...own, versions: 2 }, unfinished, name('ledger/x'), name('worm-proof/x')], { keys })).toEqual(
      {
        faults: [],
        leftovers: [`${unfinished.key}: unfinished file`, 'F/2025/N/N.zip: 2 versions of the same'],
      },
    )
  })
})

describe('the ledger', () => {
  test('that has lost an entry, or holds another one, contradicts the checkpoint that was seen', () => {
    const [first = new Uint8Array(), second = new Uint8Array(), ...rest] = ledger.entries
    const shorter = ledgerFaults({ ...ledger, entries: ledger.entries.slice(0, -1) })
    expect(shorter).toContainEqual(expect.stringContaining('the ledger has lost entries'))
    const swapped = ledgerFaults({ ...ledger, entries: [second, first, ...rest] })
    expect(swapped).toEqual([
      expect.stringContaining('the sha256 checkpoint of'),
      expect.stringContaining('the sm3 checkpoint of'),
    ])
  })

  test('that holds a statement twice, not at all, or of no record', () => {
    const [statement = ''] = ledger.statements
    const seal = ledger.entries.find((entry) => Buffer.from(entry).includes(statement))
    if (seal === undefined) throw new Error('there is no seal')
    const grown = { ...ledger, seen: [], entries: [...ledger.entries, seal] }
    expect(ledgerFaults(grown)).toEqual(['1 statements are in the ledger twice'])
    const other = '0'.repeat(64)
    expect(ledgerFaults({ ...ledger, statements: [...ledger.statements, other] })).toEqual([
      `statement ${other} is not in the ledger`,
    ])
    expect(ledgerFaults({ ...ledger, statements: ledger.statements.slice(1) })).toEqual([
      `statement ${statement} is in the ledger and of no record`,
    ])
  })
})

describe('cases', () => {
  const told = { id: 'c', outcome: 'archived', stage: 'preservation', number: 'N', archivalCode: 'A', timeline: [] }
  const acknowledged = [{ serialNumber: 'S', caseId: 'c', expected: 'archived' }] as const
  const faultsOf = (answer: object, status = 200, counts = { archived: 1, review: 0 }, seen = 'N') =>
    caseFaults(
      {
        ask: async () => new Response(JSON.stringify(answer), { status }),
        read: async <Told>() => counts as Told,
      },
      acknowledged,
      new Map([['c', { number: seen, archivalCode: 'A' }]]),
    )

  test('one that is archived as it was said is no fault', async () => {
    expect(await faultsOf(told)).toEqual([])
  })

  test('lost, refused, given to a person, without a number, or with another one than before', async () => {
    expect(await faultsOf({}, 404)).toEqual(['case S is lost (404)'])
    expect(await faultsOf({ ...told, outcome: 'refused' })).toEqual([expect.stringContaining('is refused')])
    expect(await faultsOf({ ...told, outcome: 'review' })).toEqual([expect.stringContaining('is review')])
    expect(await faultsOf({ ...told, number: undefined })).toEqual(['case S is archived without a number'])
    expect(await faultsOf(told, 200, { archived: 1, review: 0 }, 'M')).toEqual([
      'case S was archived as M, and is now N',
    ])
  })

  test('there twice, or waiting for a person', async () => {
    expect(await faultsOf(told, 200, { archived: 2, review: 1 })).toEqual([
      '2 cases are archived, 1 were handed over',
      '1 cases wait for a person',
    ])
  })
})

describe('the catalogue that is rebuilt from the store', () => {
  test('is the one that lives', async () => {
    expect(await rebuildFaults(archive)).toEqual([])
  })

  test('a row that was changed behind the back of the journal, and a package that is gone, are faults', async () => {
    const { pool } = archive.catalogue
    const moveCounter = async (by: number) => {
      await pool.query('alter table number_sequence disable trigger all')
      await pool.query('update number_sequence set last = last + $1', [by])
      await pool.query(
        'alter table number_sequence enable trigger all; alter table number_sequence enable always trigger journal',
      )
    }
    await moveCounter(1)
    const changed = await rebuildFaults(archive)
    await moveCounter(-1)
    expect(changed.join('\n')).toMatch(/^rebuilt number_sequence: \d rows are missing, \d are other ones, e\.g\. \{/m)

    const path = join(archive.config.dataDir, 'store', 'objects', records[0]?.objects.package.key ?? '')
    const [bytes, { mtime }] = [await readFile(path), await stat(path)]
    await rm(path)
    const gone = await rebuildFaults(archive)
    await writeFile(path, bytes)
    await utimes(path, mtime, mtime)
    expect(gone.join('\n')).toContain('rebuild: ')
    expect(await rebuildFaults(archive)).toEqual([])
  })

  test('tables are compared in both directions', () => {
    expect(tableFaults({ a: ['1', '2'], b: [] }, { a: ['2'], b: [] })).toEqual([
      'rebuilt a: 1 rows are missing, 0 are other ones, e.g. 1',
    ])
    expect(tableFaults({ a: ['1'] }, { a: ['1'], c: ['3'] })).toEqual([
      'rebuilt c: 0 rows are missing, 1 are other ones, e.g. 3',
    ])
  })
})

describe('the queue', () => {
  test('a job that waits is a fault, also of a case that has ended; one of a killed worker is a leftover then', () => {
    const job = (state: string, isEnded: boolean) => ({ state, caseId: 'c', isEnded })
    expect(checkQueue([job('created', true), job('active', false)]).faults).toHaveLength(2)
    expect(checkQueue([job('active', true)])).toEqual({ faults: [], leftovers: ['the job of a killed worker, case c'] })
  })
})

async function changeByte(path: string): Promise<void> {
  const bytes = await readFile(path)
  bytes[100] = (bytes[100] ?? 0) ^ 1
  await chmod(path, 0o644)
  await writeFile(path, bytes)
}
