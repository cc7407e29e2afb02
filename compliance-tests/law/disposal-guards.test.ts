import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attestDestruction } from '#pipelines/disposal/attest.ts'
import { carryOut } from '#pipelines/disposal/carry-out.ts'
import { draftList } from '#pipelines/disposal/draft-list.ts'
import { approveList, withdrawList } from '#pipelines/disposal/sign-list.ts'
import { extendTerm } from '#pipelines/retention/extend-term.ts'
import { liftHold } from '#pipelines/retention/lift-hold.ts'
import { placeHold } from '#pipelines/retention/place-hold.ts'
import { finishedReport } from '#services/access/finished-report.ts'
import { importFinishedCases } from '#services/intake/import-finished-cases.ts'
import { listDisposals } from '#storage/catalogue/disposal-lists.ts'
import { dueRecords } from '#storage/catalogue/due-records.ts'
import { insertMedium } from '#storage/catalogue/offline-media.ts'
import { findRecord } from '#storage/catalogue/records.ts'
import { rows, sql } from '#storage/catalogue/sql.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'
import { makeCase } from '../stack/make-case.ts'
import {
  afterLocks,
  appraisal,
  approvers,
  drafter,
  dueNumbers,
  endedRecord,
  orderedList,
  watchers,
} from './disposal-trial.ts'
import { beginning, daysAfter, openRetentionTrial, type RetentionTrial } from './retention-trial.ts'

let trial: RetentionTrial
beforeAll(async () => {
  trial = await openRetentionTrial({ LOCK_WINDOW_DAYS: '3700' })
})
afterAll(() => trial.close())

const pool = () => trial.archive.catalogue.pool
const newRecord = () => endedRecord(trial)
const act = { authority: '法院（2036）1号', reason: '诉讼未了', by: '王芳' }
const due = (now: Date) => dueNumbers(trial, now)
const enterByHand = (number: string, caseId: string, list: string, at: Date) =>
  rows(
    pool(),
    sql`insert into disposed_record (number, archival_code, case_id, list, disposed_at)
        values (${number}, ${number}, ${caseId}, ${list}, ${at})`,
  )

test('what was held after the list was drawn up does not go by it when the hold is lifted: it wants a new appraisal [RET-05]', async () => {
  const { number, caseId } = await newRecord()
  const list = await orderedList(trial, [number])
  const { hold } = await placeHold(trial.tools, { ...act, numbers: [number] })
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'withheld', reason: '保全' }])
  await liftHold(trial.tools, hold.id, act)
  const later = daysAfter(100, afterLocks)
  trial.setClock(later)
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'withheld', reason: '保全' }])
  await expect(enterByHand(number, caseId, list, later)).rejects.toThrow('保全')
  for (const watcher of watchers) await attestDestruction(trial.tools, list, { watcher })
  expect(await due(later)).toContain(number)
  // The hold has locked it for a while beyond its end.
  trial.setClock(daysAfter(1000, later))
  expect(await carryOut(trial.tools, await orderedList(trial, [number]))).toEqual([{ number, state: 'destroyed' }])
})

test('what got a longer term after the list was drawn up does not go by it when that is over as well [RET-01]', async () => {
  const { number, caseId } = await newRecord()
  const list = await orderedList(trial, [number])
  await extendTerm(trial.tools, number, { until: '2036-06-01', reason: '复查', by: '王芳' })
  const later = daysAfter(400, afterLocks)
  trial.setClock(later)
  expect(await due(later)).not.toContain(number)
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'withheld', reason: '保管期限已延长' }])
  await expect(enterByHand(number, caseId, list, later)).rejects.toThrow('未到期')
  expect(await findRecord(pool(), number)).toBeDefined()
})

test('what the database says of a list is nothing beside the text that was signed', async () => {
  const [listed, other] = [await newRecord(), await newRecord()]
  const list = await orderedList(trial, [listed.number])
  const folder = `${other.fondsCode}/`
  await pool().query('alter table disposal_item disable trigger refuse_change')
  await pool().query(`update disposal_item set item = item || jsonb_build_object('folder', $1::text) where list = $2`, [
    folder,
    list,
  ])
  const refused = { code: 'DISPOSAL_UNPROVEN', faults: [{ file: list }] }
  await expect(carryOut(trial.tools, list)).rejects.toMatchObject(refused)
  await pool().query(`update disposal_item set item = item || jsonb_build_object('folder', $1::text) where list = $2`, [
    `${listed.objects.package.key.slice(0, listed.objects.package.key.lastIndexOf('/'))}/`,
    list,
  ])
  await pool().query('alter table disposal_item enable always trigger refuse_change')
  expect(await carryOut(trial.tools, list)).toEqual([{ number: listed.number, state: 'destroyed' }])
  expect(await trial.tools.store.stat(other.objects.package.key)).toBeDefined()
})

test('what was written on a medium after the list was drawn up stays while there is no plan for it [RET-15]', async () => {
  const [{ number }, planned] = [await newRecord(), await newRecord()]
  const list = await orderedList(trial, [number])
  const medium = {
    id: '0142-2036-01',
    carrier: 'optical',
    set: 1,
    place: '3库',
    madeAt: afterLocks,
    madeBy: '赵敏',
  } as const
  const digests = { sha256: 'a'.repeat(64), sm3: 'b'.repeat(64) }
  await insertMedium(pool(), { ...medium, records: 2, files: 1, bytes: 1, manifests: digests }, [
    number,
    planned.number,
  ])
  expect(await carryOut(trial.tools, list)).toMatchObject([
    { number, state: 'withheld', reason: expect.stringContaining(medium.id) },
  ])
  const withPlan = await orderedList(trial, [planned.number], { mediaPlan: '重写其余档案后整盘粉碎' })
  expect(await carryOut(trial.tools, withPlan)).toMatchObject([{ state: 'destroyed' }])
})

test('the new terms of an appraisal come with its list or not at all, so that none is left to a later process [RET-10]', async () => {
  const [gone, kept] = [await newRecord(), await newRecord()]
  const extend = [{ number: kept.number, reason: '涉及长期权益', until: '2046-01-01' }]
  const died = new Error('killed')
  const keepText: Ledger['keepText'] = (type, text) =>
    type === 'extend' ? Promise.reject(died) : trial.tools.ledger.keepText(type, text)
  const ledger = Object.assign(Object.create(trial.tools.ledger) as Ledger, { keepText })
  const lists = (await listDisposals(pool(), 100)).length
  const asked = appraisal([gone.number], { extend })
  await expect(draftList({ ...trial.tools, ledger }, asked)).rejects.toBe(died)
  expect(await listDisposals(pool(), 100)).toHaveLength(lists)
  expect(await due(afterLocks)).toEqual(expect.arrayContaining([gone.number, kept.number]))
  await draftList(trial.tools, asked)
  expect((await trial.retention(kept)).endsAt).toEqual(new Date('2046-01-01T00:00:00+08:00'))
})

test('the next page of the due list comes also when the last record of the page before was destroyed since', async () => {
  const [first, second] = [await newRecord(), await newRecord()].toSorted((one, other) =>
    one.number < other.number ? -1 : 1,
  )
  if (first === undefined || second === undefined) throw new Error('there are not two records')
  const after = async () =>
    (await dueRecords(pool(), { now: afterLocks, after: first.number, limit: 100 })).map(({ number }) => number)
  expect(await after()).toContain(second.number)
  expect(await carryOut(trial.tools, await orderedList(trial, [first.number]))).toMatchObject([{ state: 'destroyed' }])
  expect(await after()).toContain(second.number)
})

test('a record has one opinion in an appraisal', async () => {
  const { number } = await newRecord()
  const extend = [{ number, reason: '涉及长期权益', until: '2046-01-01' }]
  for (const asked of [appraisal([number, number]), appraisal([number], { extend })])
    await expect(draftList(trial.tools, asked)).rejects.toMatchObject({
      code: 'DISPOSAL_TWICE',
      faults: [{ file: number }],
    })
})

test('a destroyed record was archived: its case is not handed over again, and nobody is reminded of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-again-'))
  const serialNumber = '430190250415000999'
  const place = await makeCase('06-employment-registration-instant', join(folder, 'case'), serialNumber)
  trial.setClock(beginning)
  const [outcome] = await trial.archive.capture(place)
  const number = outcome?.number ?? ''
  trial.setClock(afterLocks)
  expect(await carryOut(trial.tools, await orderedList(trial, [number]))).toMatchObject([{ state: 'destroyed' }])
  const [again] = await trial.archive.capture(place)
  expect(again).toMatchObject({ outcome: 'refused', code: 'RECORD_DISPOSED' })
  const systemCode = 'ZWFW-430100'
  await importFinishedCases(trial.archive, { systemCode, cases: [{ serialNumber, finishedOn: '2025-04-15' }] })
  expect((await finishedReport(trial.archive, { limit: 10 })).counts).toMatchObject({ alarm: 0, overdue: 0 })
  await rm(folder, { recursive: true })
})

test('a list that was not ordered can be given up: nobody signs it any more, and its record may be appraised again', async () => {
  const { number } = await newRecord()
  const { list } = await draftList(trial.tools, appraisal([number]))
  const given = { by: drafter, reason: '漏列附件，重新鉴定' }
  await withdrawList(trial.tools, list, given)
  const withdrawn = { code: 'DISPOSAL_WITHDRAWN', faults: [{ file: list }] }
  const [role, person] = approvers[0] ?? ['unit-head', drafter]
  await expect(approveList(trial.tools, list, { role, person })).rejects.toMatchObject(withdrawn)
  await expect(withdrawList(trial.tools, list, given)).rejects.toMatchObject(withdrawn)
  const approval = sql`insert into disposal_approval (list, role, name, department, sha256, approved_at)
    values (${list}, ${role}, ${person.name}, ${person.department}, ${'c'.repeat(64)}, now())`
  await expect(rows(pool(), approval)).rejects.toThrow('清册已撤回')
  expect(await due(afterLocks)).toContain(number)
  const ordered = await orderedList(trial, [number])
  await expect(withdrawList(trial.tools, ordered, given)).rejects.toMatchObject({ code: 'DISPOSAL_ORDERED' })
  const past = sql`insert into disposal_withdrawal (list, sha256, withdrawn_by, withdrawn_at)
    values (${ordered}, ${'d'.repeat(64)}, 'x', now())`
  await expect(rows(pool(), past)).rejects.toThrow('being carried out')
  expect(await carryOut(trial.tools, ordered)).toEqual([{ number, state: 'destroyed' }])
})

test('while the journal cannot say that a record goes, nothing of it is erased', async () => {
  const { number, objects } = await newRecord()
  const list = await orderedList(trial, [number])
  const other = await pool().connect()
  try {
    // The journal takes nothing that is younger than a transaction at work.
    await other.query('begin; select pg_current_xact_id()')
    expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'waiting', reason: '台账尚未写入' }])
    expect(await Array.fromAsync(trial.tools.store.traces(`${dirname(objects.package.key)}/`))).not.toEqual([])
  } finally {
    await other.query('rollback')
    other.release()
  }
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
})
