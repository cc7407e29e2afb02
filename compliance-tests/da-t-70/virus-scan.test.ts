import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { firstRow, type Sql, sql } from '#storage/catalogue/sql.ts'
import { allArchived, archiveState } from '../durability/archive-state.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { CaseDraft } from '../intake/case-draft.ts'
import { zipBytes } from '../intake/zip-bytes.ts'
import { startClamd, type TestClamd } from '../stack/clamd.ts'
import { eicar } from '../stack/clamd-database.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

let clamd: TestClamd
let archive: TestArchive
let folder: string

beforeAll(async () => {
  clamd = await startClamd()
  folder = await mkdtemp(join(tmpdir(), 'guidang-virus-'))
})
afterAll(async () => {
  await clamd.remove()
  await rm(folder, { recursive: true })
})

beforeEach(async () => {
  archive = await openTestArchive({ CLAMD_ADDRESS: clamd.address })
})
afterEach(() => archive.close())

/** A case on disk, after a change. */
async function makeCase(change: (draft: CaseDraft) => unknown = () => {}): Promise<string> {
  const draft = await CaseDraft.of('06')
  change(draft)
  const path = join(folder, crypto.randomUUID())
  await draft.write(path)
  return path
}

/** Captures a good case, and resolves to its record. */
async function captureRecord(to: TestArchive) {
  const [outcome] = await to.capture(await makeCase())
  expect(outcome).toMatchObject({ outcome: 'archived' })
  return requireRecord(to.catalogue, outcome?.number ?? '')
}

const virusItems = ['GD-4-1', 'GD-4-2']

test('GD-4-1, GD-4-2: a clean case is archived, and its report names engine, database, digest and time [FPC-14]', async () => {
  const record = await captureRecord(archive)
  const engine = /^ClamAV \d+\.\d+\.\d+/
  expect(record.inspection.items.filter(({ rule }) => virusItems.includes(rule))).toMatchObject([
    { outcome: 'PASS', blocking: true, evidence: [{ tool: expect.stringMatching(engine) }] },
    {
      outcome: 'PASS',
      blocking: true,
      evidence: [
        {
          tool: expect.stringMatching(/^ClamAV \S+，病毒库 27000（\d{4}-\d\d-\d\d）$/),
          found: expect.stringMatching(
            new RegExp(
              `^${record.inspection.inspectedAt} 扫描 8 个文件、.*未发现病毒；信息包 SHA-256 ${record.packageFixity.sha256}$`,
            ),
          ),
        },
      ],
    },
  ])
})

test.for<[string, string, Uint8Array]>([
  ['as it is', 'files/附件.txt', eicar],
  ['inside a ZIP', 'files/附件.zip', zipBytes([{ name: '说明.txt', content: eicar, deflate: true }])],
])('GD-4-2: a virus %s holds the case back by name, and nothing of it reaches the store', async ([, path, content]) => {
  const outcomes = await archive.capture(await makeCase((draft) => draft.attach(path, content)))
  const fault = {
    code: 'INSPECTION_BLOCKED',
    field: 'DA/T 70-2018 GD-4-2 病毒感染检测',
    found: 'FAIL',
    expected: expect.stringMatching(
      /申报文件\/\S*附件\S* 无病毒 病毒 Trial\.Eicar\.UNOFFICIAL（文件 SHA-256 [0-9a-f]{64}）/,
    ),
  }
  expect(outcomes).toMatchObject([{ outcome: 'review', code: 'INSPECTION_BLOCKED', faults: [fault] }])
  expect(await archiveState(archive)).toMatchObject({ cases: { review: 1 }, faults: [fault], records: 0, objects: 0 })
})

test('FPC-05: while the scanner does not answer nothing is accepted; when it answers again the case goes on', async () => {
  await clamd.stop()
  const taken = await makeCase()
  const outcomes = archive.capture(taken)
  await untilTriedAgain('%GD-4-1 % is NOT\\_CHECKED (%ECONNREFUSED%)%')
  expect(await archiveState(archive)).toMatchObject({ cases: { processing: 1 }, records: 0, objects: 0 })
  await clamd.start()
  expect(await outcomes).toMatchObject([{ outcome: 'archived' }])
  expect(await archiveState(archive)).toEqual(allArchived(1, 2))
})

test('FPC-05: without an answer both items of a stored record are NOT_CHECKED, and the record does not pass', async () => {
  const record = await captureRecord(archive)
  await clamd.stop()
  onTestFinished(() => clamd.start())
  const report = await inspectStored(archive, record)
  expect(report.outcome).toBe('NOT_CHECKED')
  const unchecked = { outcome: 'NOT_CHECKED', blocking: true, retriable: true }
  const evidence = [{ found: expect.stringContaining('ECONNREFUSED') }]
  expect(report.items.filter(({ rule }) => virusItems.includes(rule))).toMatchObject([
    { ...unchecked, evidence },
    { ...unchecked, evidence },
  ])
  const inspected = await runCommand(['inspect', record.number, '--json'], archive.environment)
  expect(inspected.code).toBe(1)
  expect(jsonLines(inspected)).toMatchObject([{ outcome: 'NOT_CHECKED' }])
})

test('GD-4-1: by a signature database older than the profile allows nothing is accepted until it is renewed', async () => {
  await clamd.stop()
  await clamd.start(new Date(Date.now() - 30 * 86_400_000))
  const outcomes = archive.capture(await makeCase())
  await untilTriedAgain('%GD-4-1 % is MANUAL\\_REVIEW (系统环境 病毒库不超过 7 天 ClamAV%，距检测 % 天)%')
  expect(await archiveState(archive)).toMatchObject({ cases: { processing: 1 }, records: 0, objects: 0 })
  await clamd.stop()
  await clamd.start()
  expect(await outcomes).toMatchObject([{ outcome: 'archived' }])
})

test('without a scanner the case is archived, and the report says that nobody looked for viruses', async () => {
  const other = await openTestArchive()
  onTestFinished(() => other.close())
  const record = await captureRecord(other)
  const notConnected = {
    outcome: 'NOT_CHECKED',
    blocking: false,
    evidence: [{ found: expect.stringContaining('CLAMD_ADDRESS') }],
  }
  expect(record.inspection.outcome).toBe('PASS')
  expect(record.inspection.items.filter(({ rule }) => virusItems.includes(rule))).toMatchObject([
    notConnected,
    notConnected,
  ])
})

/** Waits until a job is tried again for this reason, after everything but the inspection was done. */
async function untilTriedAgain(reason: string): Promise<void> {
  await untilFound(sql`select 1 from case_file where stage = 'sealing'`)
  await untilFound(sql`select 1 from pgboss.job where retry_count > 0 and output::text like ${reason}`)
}

/** Waits until the database of the archive holds such a row. */
async function untilFound(query: Sql): Promise<void> {
  while ((await firstRow(archive.catalogue.pool, query)) === undefined) await pause(20)
}
