import {
  chmod,
  copyFile,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseAuditReport } from '#archive-schema/copies/audit-text.ts'
import { isInSlice } from '#archive-schema/copies/slice.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { businessEntitiesOf } from '#storage/catalogue/business-entities.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { auditStore } from './audit-store.ts'
import { auditAll, type CopiesTrial, copyRound, kindsOf, openCopiesTrial } from './copies-trial.ts'
import { requireRecord } from './require-record.ts'

let archive: CopiesTrial
let record: PreservedRecord
let other: PreservedRecord

beforeAll(async () => {
  archive = await openCopiesTrial()
  record = await requireRecord(archive.catalogue, archive.numbers[0])
  other = await requireRecord(archive.catalogue, archive.numbers[1])
  await copyRound(archive)
})
afterAll(() => archive.close())

function pathOf(key: string): string {
  return join(archive.config.dataDir, 'store', 'objects', key)
}

/** Lets `damage` loose on the files of objects, keeps the ends of their locks, and puts everything right afterwards. */
async function whileDamaged(keys: readonly string[], damage: () => Promise<unknown>, trial: () => Promise<void>) {
  for (const key of keys) {
    const path = pathOf(key)
    const bytes = await readFile(path)
    await rename(path, `${path}.kept`)
    await writeFile(path, bytes)
  }
  await damage()
  for (const key of keys) {
    const path = pathOf(key)
    const { mtime } = await stat(`${path}.kept`)
    await utimes(path, mtime, mtime).catch(() => undefined)
    await rename(`${path}.kept`, join(archive.config.dataDir, key.replaceAll('/', '_')))
  }
  try {
    await trial()
  } finally {
    for (const key of keys) {
      await mkdir(dirname(pathOf(key)), { recursive: true })
      await rm(pathOf(key), { force: true })
      await rename(join(archive.config.dataDir, key.replaceAll('/', '_')), pathOf(key))
      await chmod(pathOf(key), 0o444)
    }
  }
}

async function flip(key: string, at: number): Promise<void> {
  const bytes = await readFile(pathOf(key))
  bytes[at] = (bytes[at] ?? 0) ^ 0x01
  await writeFile(pathOf(key), bytes)
}

test('an audit of what is whole finds nothing, and says what it has covered', async () => {
  const result = await auditAll(archive)
  expect(result.faults).toEqual([])
  const listed = (await Array.fromAsync(archive.store.list(''))).length
  // The report itself is stored after the list was read.
  expect(result.covered).toMatchObject({ records: 2, listed: listed - 1, uncopied: 0 })
  expect(result.checked).toBe(4 + result.covered.ledgerObjects)
  expect(result.covered.ledgerObjects).toBeGreaterThan(5)
  expect(result.bytes).toBeGreaterThan(record.objects.package.bytes + other.objects.package.bytes)
})

const damages = [
  ['one flipped bit', 'changed', (key: string) => flip(key, 4_000)],
  [
    'a truncation by one byte',
    'truncated',
    async (key: string) => truncate(pathOf(key), (await stat(pathOf(key))).size - 1),
  ],
  ['an object that is gone', 'missing', (key: string) => unlink(pathOf(key))],
] as const

test.for(damages)('finds %s: %s, and enters that the record fails 长期保存', async ([, kind, damage]) => {
  const { key } = record.objects.package
  await whileDamaged(
    [key],
    () => damage(key),
    async () => {
      const result = await auditAll(archive)
      expect(kindsOf(result)).toEqual([`${kind} ${record.number}`])
      expect(result.inspected).toEqual({ records: 1, failed: [record.number] })
      const acts = await businessEntitiesOf(archive.catalogue.pool, record.number)
      expect(JSON.stringify(acts.at(-1))).toContain('FAIL')
    },
  )
})

test('finds an evidence object that was changed', async () => {
  const { key } = record.objects.evidence
  await whileDamaged(
    [key],
    () => flip(key, 600),
    async () => {
      expect(kindsOf(await auditAll(archive))).toEqual([`changed ${record.number}`])
    },
  )
})

test('finds two packages that were swapped', async () => {
  const keys = [record.objects.package.key, other.objects.package.key] as const
  const swap = async () => {
    await rename(pathOf(keys[0]), `${pathOf(keys[0])}.swap`)
    await rename(pathOf(keys[1]), pathOf(keys[0]))
    await rename(`${pathOf(keys[0])}.swap`, pathOf(keys[1]))
  }
  await whileDamaged(keys, swap, async () => {
    const found = kindsOf(await auditAll(archive))
    expect(found).toEqual([`swapped ${record.number}`, `swapped ${other.number}`].toSorted())
  })
})

test('finds an object that nobody registered, in the folder of a record and elsewhere', async () => {
  const strays = [
    `${dirname(record.objects.package.key)}/stray.zip`,
    'elsewhere/x',
    'ledger/tile/0/x1/000',
    'ledger/notes',
  ]
  for (const stray of strays) {
    await mkdir(dirname(pathOf(stray)), { recursive: true })
    await writeFile(pathOf(stray), 'x')
  }
  const { faults } = await auditAll(archive)
  expect(faults.map(({ kind, key }) => `${kind} ${key}`).toSorted()).toEqual(
    strays.map((key) => `extra ${key}`).toSorted(),
  )
  for (const stray of strays) await unlink(pathOf(stray))
})

test('finds a catalogue row that was changed, and does not blame the object', async () => {
  const { sha256 } = record.objects.package
  await changeRow('record', 'objects', record.caseId, sha256, '0'.repeat(64))
  expect(kindsOf(await auditAll(archive))).toEqual([`catalogue ${record.number}`])
  await changeRow('record', 'objects', record.caseId, '0'.repeat(64), sha256)
  expect(kindsOf(await auditAll(archive))).toEqual([])
})

test('finds evidence that was exchanged together with all that was registered of it: the ledger holds another statement', async () => {
  const { key, sha256 } = record.objects.evidence
  const sealed = (await readFile(pathOf(key))).toString('latin1')
  const forged = Buffer.from(
    sealed.replace(/(sealed: \S+:\d)(\d)Z/, (_, time, last) => `${time}${(Number(last) + 1) % 10}Z`),
    'latin1',
  )
  const other = digestHex('sha256', forged)
  expect(other).not.toBe(sha256)
  const register = async (from: string, to: string) => {
    await changeRow('record', 'objects', record.caseId, from, to)
    await changeRow('stage_result', 'result', record.caseId, from, to)
  }
  const damage = async () => {
    await writeFile(pathOf(key), forged)
    await register(sha256, other)
  }
  await whileDamaged([key], damage, async () => {
    const kinds = kindsOf(await auditAll(archive))
    await register(other, sha256)
    expect(kinds).toEqual([`unsealed ${record.number}`])
  })
})

/** Changes what is registered, past the triggers that refuse it: as who owns the database can. */
async function changeRow(table: string, column: string, caseId: string, from: string, to: string): Promise<void> {
  const { pool } = archive.catalogue
  await pool.query(`alter table ${table} disable trigger user`)
  await pool.query(`update ${table} set ${column} = replace(${column}::text, $1, $2)::jsonb where case_id = $3`, [
    ...[from, to, caseId],
  ])
  await pool.query(`alter table ${table} enable trigger user`)
}

test('finds a lock that was shortened', async () => {
  const path = pathOf(record.objects.package.key)
  const { mtime } = await stat(path)
  await utimes(path, new Date(), new Date())
  expect(kindsOf(await auditAll(archive))).toEqual([`unlocked ${record.number}`])
  await utimes(path, mtime, mtime)
})

test('finds changed, missing and forged objects of the ledger', async () => {
  const keys = await Array.fromAsync(archive.store.list('ledger/'))
  const full = keys.filter((key) => key.includes('checkpoints/') || key.includes('texts/audit')).slice(0, 2)
  const tile = keys.filter((key) => key.includes('/tile/')).at(-1) ?? ''
  for (const key of [...full, tile]) {
    await whileDamaged(
      [key],
      () => flip(key, 3),
      async () => {
        expect((await auditAll(archive)).faults.map((fault) => `${fault.kind} ${fault.key}`)).toContain(
          `changed ${key}`,
        )
      },
    )
    await whileDamaged(
      [key],
      () => unlink(pathOf(key)),
      async () => {
        const found = (await auditAll(archive)).faults.map((fault) => `${fault.kind} ${fault.key}`)
        expect(found).toContain(`missing ${key}`)
      },
    )
  }
})

test('the slices of a round cover everything once, and every report is in the ledger, word for word', async () => {
  const slices = 5
  await archive.ledger.publish()
  const keys = await Array.fromAsync(archive.store.list(''))
  const results = []
  for (let slice = 1; slice <= slices; slice++) {
    const request = { store: 'first', slice: { slice, slices }, sample: 100, inspect: false } as const
    results.push(await auditStore(archive, request, new AbortController().signal))
  }
  expect(results.reduce((sum, { covered }) => sum + covered.records, 0)).toBe(2)
  for (const [i, { covered, report }] of results.entries()) {
    const own = (await Array.fromAsync(archive.store.list(''))).filter((key) =>
      isInSlice(key, { slice: i + 1, slices }),
    )
    const before = keys.filter((key) => own.includes(key))
    expect(covered.listed).toBeGreaterThanOrEqual(before.length)
    const text = await readFile(pathOf(`ledger/texts/audit/${report}`))
    expect(parseAuditReport(text)).toMatchObject({ slice: i + 1, slices, listed: covered.listed, faults: [] })
    expect(await placeOf(archive.catalogue.pool, entryOf('audit', text))).toBeDefined()
  }
})

test('an interrupted slice goes on where it was, and covers the same', async () => {
  const request = { store: 'first', slice: { slice: 1, slices: 1 }, sample: 100, inspect: false } as const
  const stopping = new AbortController()
  const interrupted = auditStore(archive, request, stopping.signal, () => stopping.abort())
  await expect(interrupted).rejects.toThrow()
  let first: string | undefined
  const result = await auditStore(archive, request, new AbortController().signal, ({ phase }) => {
    first ??= phase
  })
  expect(first).not.toBe('records')
  expect(result.covered.records).toBe(2)
  expect(result.faults).toEqual([])
})

test('of two that audit the same slice at once one goes on, and the other is told', async () => {
  const both = await Promise.allSettled([auditAll(archive), auditAll(archive)])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const refused = both.find((one) => one.status === 'rejected')
  expect(refused?.reason).toMatchObject({ code: 'STORE_ROUND_TAKEN' })
})

test('a sample reads less, and says so', async () => {
  const request = { store: 'first', slice: { slice: 1, slices: 1 }, sample: 1, inspect: false } as const
  const result = await auditStore(archive, request, new AbortController().signal)
  expect(result).toMatchObject({ sample: 1, faults: [] })
  expect(result.checked).toBeLessThan((await auditAll(archive)).checked)
})

test('with --inspect every record is inspected for 长期保存', async () => {
  const request = { store: 'first', slice: { slice: 1, slices: 1 }, sample: 100, inspect: true } as const
  const result = await auditStore(archive, request, new AbortController().signal)
  expect(result.inspected).toEqual({ records: 2, failed: [] })
})

test('the second store is audited as the first is', async () => {
  await copyRound(archive)
  expect(await auditAll(archive, 'second')).toMatchObject({ faults: [], covered: { records: 2, uncopied: 0 } })
  const path = join(archive.secondFolder, 'objects', record.objects.package.key)
  const bytes = await readFile(path)
  const { mtime } = await stat(path)
  await writeFile(path, bytes.subarray(0, -1))
  await utimes(path, mtime, mtime)
  expect(kindsOf(await auditAll(archive, 'second'))).toEqual([`truncated ${record.number}`])
  await copyFile(pathOf(record.objects.package.key), path)
  await utimes(path, mtime, mtime)
})
