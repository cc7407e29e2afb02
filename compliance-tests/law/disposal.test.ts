import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseDisposalText } from '#archive-schema/disposal/disposal-texts.ts'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { attestDestruction } from '#pipelines/disposal/attest.ts'
import { carryOut } from '#pipelines/disposal/carry-out.ts'
import { draftList } from '#pipelines/disposal/draft-list.ts'
import { approveList, orderDestruction } from '#pipelines/disposal/sign-list.ts'
import { extendTerm } from '#pipelines/retention/extend-term.ts'
import { placeHold } from '#pipelines/retention/place-hold.ts'
import { renewLocks } from '#pipelines/retention/renew-locks.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import { insertMedium } from '#storage/catalogue/offline-media.ts'
import { findRecord } from '#storage/catalogue/records.ts'
import { rows, sql } from '#storage/catalogue/sql.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { textKey } from '#storage/ledger/object-keys.ts'
import {
  afterLocks,
  appraisal,
  approvers,
  destruction,
  drafter,
  dueNumbers,
  endedRecord,
  orderedList,
  termEnd,
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
const due = (now: Date) => dueNumbers(trial, now)
const texts = async (form: string) => {
  const found = await Array.fromAsync(trial.archive.ledger.texts('dispose'))
  return found.map((text) => ({ text, ...parseDisposalText(text) })).filter(({ head }) => head.form === form)
}

test('a record whose term is over comes on the due list, and nothing else happens to it [RET-01]', async () => {
  const { number, objects } = await newRecord()
  expect(await due(new Date(termEnd.getTime() - 1))).not.toContain(number)
  expect(await due(termEnd)).toContain(number)
  trial.setClock(daysAfter(4000, termEnd))
  await renewLocks(trial.tools)
  expect(await findRecord(pool(), number)).toBeDefined()
  expect(await trial.tools.store.stat(objects.package.key)).toBeDefined()
})

test('a record that is not due, or stands in an open list, is not appraised for destruction', async () => {
  const { number } = await newRecord()
  trial.setClock(new Date(termEnd.getTime() - 1))
  await expect(draftList(trial.tools, appraisal([number]))).rejects.toMatchObject({ code: 'DISPOSAL_NOT_DUE' })
  trial.setClock(afterLocks)
  const { list } = await draftList(trial.tools, appraisal([number]))
  expect(await due(afterLocks)).not.toContain(number)
  await expect(draftList(trial.tools, appraisal([number]))).rejects.toMatchObject({
    code: 'DISPOSAL_LISTED',
    faults: [{ file: number, found: list }],
  })
})

test.each(approvers)('destruction without the signature of %s is refused [RET-03]', async (missing) => {
  const { number } = await newRecord()
  const { list } = await draftList(trial.tools, appraisal([number]))
  for (const [role, person] of approvers) if (role !== missing) await approveList(trial.tools, list, { role, person })
  await expect(orderDestruction(trial.tools, list, destruction)).rejects.toMatchObject({ code: 'DISPOSAL_UNAPPROVED' })
  await expect(carryOut(trial.tools, list)).rejects.toMatchObject({ code: 'DISPOSAL_NOT_ORDERED' })
  const order = sql`insert into disposal_order (list, sha256, ordered_by, ordered_at) values (${list}, ${'a'.repeat(64)}, 'x', now())`
  await expect(rows(pool(), order)).rejects.toThrow('签署不全')
  expect(await findRecord(pool(), number)).toBeDefined()
})

test('one person in two roles is refused, by the program and by the database [RET-04]', async () => {
  const { number } = await newRecord()
  const { list } = await draftList(trial.tools, appraisal([number]))
  const refused = { code: 'DISPOSAL_PERSON' }
  await expect(approveList(trial.tools, list, { role: 'unit-head', person: drafter })).rejects.toMatchObject(refused)
  const person = { name: '李敏', department: '档案室' }
  await approveList(trial.tools, list, { role: 'unit-head', person })
  await expect(approveList(trial.tools, list, { role: 'archives-head', person })).rejects.toMatchObject(refused)
  for (const name of ['李敏', '王芳']) {
    const past = sql`insert into disposal_approval (list, role, name, department, sha256, approved_at)
      values (${list}, 'archives-head', ${name}, '档案室', ${'b'.repeat(64)}, now())`
    await expect(rows(pool(), past)).rejects.toThrow()
  }
  await approveList(trial.tools, list, { role: 'archives-head', person: { name: '周杰', department: '档案室' } })
  await approveList(trial.tools, list, { role: 'forming-head', person: { name: '陈平', department: '就业科' } })
  const twice = { ...destruction, watchers: [watchers[0], { name: '陈平', department: '就业科' }] }
  await expect(orderDestruction(trial.tools, list, twice)).rejects.toMatchObject(refused)
})

test('without two who watch, one of either department, nothing is carried out; they sign after the act [RET-06]', async () => {
  const { number } = await newRecord()
  const { list } = await draftList(trial.tools, appraisal([number]))
  for (const [role, person] of approvers) await approveList(trial.tools, list, { role, person })
  for (const few of [[], [watchers[0]], [watchers[0], { name: '吴敏', department: '档案室' }]])
    await expect(orderDestruction(trial.tools, list, { by: drafter, watchers: few })).rejects.toMatchObject({
      code: 'DISPOSAL_PERSON',
    })
  await orderDestruction(trial.tools, list, destruction)
  const sign = (watcher: (typeof watchers)[0]) => attestDestruction(trial.tools, list, { watcher })
  await expect(sign(watchers[0])).rejects.toMatchObject({ code: 'DISPOSAL_NOT_DONE' })
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
  await expect(sign({ name: '吴敏', department: '档案室' })).rejects.toMatchObject({ code: 'DISPOSAL_PERSON' })
  expect(await sign(watchers[0])).toEqual({})
  await expect(sign(watchers[0])).rejects.toMatchObject({ code: 'DISPOSAL_PERSON' })
  expect(await sign(watchers[1])).toEqual({ certificateSha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
})

test('a destroyed record leaves nothing but what the list says of it; that it is gone is proved [RET-08]', async () => {
  const { number, archivalCode, caseId, packageFixity, objects } = await newRecord()
  await writeJournal({ catalogue: trial.archive.catalogue, objects: trial.archive.journal })
  const folder = `${objects.package.key.slice(0, objects.package.key.lastIndexOf('/'))}/`
  const before = await Array.fromAsync(trial.tools.store.traces(folder))
  expect(before.length).toBeGreaterThanOrEqual(3)
  const list = await orderedList(trial, [number])
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
  expect(await Array.fromAsync(trial.tools.store.traces(folder))).toEqual([])
  for (const { key } of before) expect(await trial.tools.store.stat(key)).toBeUndefined()
  for (const table of ['record', 'document', 'search_entry', 'business_entity', 'description_version', 'object_copy'])
    expect([table, (await pool().query(`select 1 from ${table} where number = $1`, [number])).rowCount]).toEqual([
      table,
      0,
    ])
  for (const table of ['stage_result', 'case_decision'])
    expect((await pool().query(`select 1 from ${table} where case_id = $1`, [caseId])).rowCount).toBe(0)
  expect((await pool().query('select 1 from case_file where id = $1', [caseId])).rowCount).toBe(0)
  expect(await findDisposed(pool(), archivalCode)).toMatchObject({
    ...{ list, disposedAt: afterLocks },
    item: { number, archivalCode, packageSha256: packageFixity.sha256, endsOn: '2036-01-01' },
    outcome: { stores: ['first'], erased: before.length, verifiedAt: afterLocks },
  })
  for (const watcher of watchers) await attestDestruction(trial.tools, list, { watcher })
  const [certificate] = (await texts('guidang-disposal-certificate/1')).filter(({ head }) => head.list === list)
  expect(certificate?.lines).toMatchObject([
    { number, fate: 'destroyed', packageSha256: packageFixity.sha256, verified: { erased: before.length } },
  ])
  expect(await placeOf(pool(), entryOf('dispose', certificate?.text ?? new Uint8Array()))).toBe('waiting')
  await writeJournal({ catalogue: trial.archive.catalogue, objects: trial.archive.journal })
  expect(await Array.fromAsync(trial.tools.store.traces(folder))).toEqual([])
})

test('what is held when it is appraised is taken out and listed as such; what is held later stays [RET-05]', async () => {
  const [held, later, gone] = [await newRecord(), await newRecord(), await newRecord()]
  const act = { authority: '法院（2036）1号', reason: '诉讼未了', by: '王芳' }
  const { hold } = await placeHold(trial.tools, { ...act, numbers: [held.number] })
  const list = await orderedList(trial, [held.number, later.number, gone.number])
  for (const form of ['guidang-appraisal/1', 'guidang-disposal-list/1']) {
    const text = (await texts(form)).find(({ head }) => head.list === list)
    expect(text?.lines).toContainEqual(
      expect.objectContaining({ number: held.number, opinion: 'withhold', reason: expect.stringContaining(hold.id) }),
    )
  }
  await placeHold(trial.tools, { ...act, numbers: [later.number] })
  expect(await carryOut(trial.tools, list)).toEqual([
    { number: later.number, state: 'withheld', reason: '保全' },
    { number: gone.number, state: 'destroyed' },
  ])
  const past = sql`insert into disposed_record (number, archival_code, case_id, list, disposed_at)
    values (${later.number}, 'x', ${later.caseId}, ${list}, ${afterLocks})`
  await expect(rows(pool(), past)).rejects.toThrow('保全')
  for (const watcher of watchers) await attestDestruction(trial.tools, list, { watcher })
  const certificate = (await texts('guidang-disposal-certificate/1')).find(({ head }) => head.list === list)
  expect(certificate?.lines).toMatchObject([
    { number: held.number, fate: 'withheld' },
    { number: later.number, fate: 'withheld', reason: '保全' },
    { number: gone.number, fate: 'destroyed' },
  ])
  for (const { number } of [held, later]) expect(await findRecord(pool(), number)).toBeDefined()
})

test('a kept record gets its new term, by an opinion that says why; one extended later stays [RET-10]', async () => {
  const [kept, later] = [await newRecord(), await newRecord()]
  const shorter = [{ number: kept.number, reason: '涉及长期权益', until: '2036-01-01' }]
  await expect(draftList(trial.tools, appraisal([later.number], { extend: shorter }))).rejects.toMatchObject({
    code: 'RETENTION_NOT_LONGER',
  })
  expect(await due(afterLocks)).toContain(later.number)
  const extend = [{ number: kept.number, reason: '涉及长期权益', until: '2046-01-01' }]
  const { list } = await draftList(trial.tools, appraisal([later.number], { extend }))
  expect((await trial.retention(kept)).endsAt).toEqual(new Date('2046-01-01T00:00:00+08:00'))
  const opinion = (await texts('guidang-appraisal/1')).find(({ head }) => head.list === list)
  expect(opinion?.lines).toContainEqual(expect.objectContaining({ number: kept.number, opinion: 'extend' }))
  const listed = (await texts('guidang-disposal-list/1')).find(({ head }) => head.list === list)
  expect(listed?.lines.map(({ number }) => number)).toEqual([later.number])
  for (const [role, person] of approvers) await approveList(trial.tools, list, { role, person })
  await orderDestruction(trial.tools, list, destruction)
  await extendTerm(trial.tools, later.number, { period: 'Y', reason: '重新鉴定', by: '王芳' })
  expect(await carryOut(trial.tools, list)).toMatchObject([{ state: 'withheld', reason: '保管期限已延长' }])
})

test('a lock that is still on is waited for', async () => {
  const { number, objects } = await newRecord()
  const until = daysAfter(10, afterLocks)
  await trial.tools.store.extendLock(objects.evidence.key, until)
  const list = await orderedList(trial, [number])
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'waiting', reason: '保管锁定未到期', until }])
  expect(await findRecord(pool(), number)).toBeDefined()
  trial.setClock(until)
  expect(await carryOut(trial.tools, list)).toEqual([{ number, state: 'destroyed' }])
})

test('a list says all that is asked of it, and is kept for ever, apart from the records [RET-09]', async () => {
  const record = await newRecord()
  const list = await orderedList(trial, [record.number])
  const [text] = (await texts('guidang-disposal-list/1')).filter(({ head }) => head.list === list)
  const { number, archivalCode, title, year, itemCode, itemName, fondsCode } = record
  expect(text?.lines).toEqual([
    expect.objectContaining({
      ...{
        opinion: 'destroy',
        reason: '保管期限届满，无继续保存价值',
        number,
        archivalCode,
        title,
        year,
        itemCode,
        itemName,
      },
      ...{ fondsCode, period: 'D10', startsOn: '2026-01-01', endsOn: '2036-01-01', keptDays: 3683 },
      ...{ files: record.metadata.documents.length, bytes: record.packageFixity.bytes },
      packageSha256: record.packageFixity.sha256,
    }),
  ])
  expect(await carryOut(trial.tools, list)).toMatchObject([{ state: 'destroyed' }])
  const key = textKey(entryOf('dispose', text?.text ?? new Uint8Array()))
  for (const years of [5, 15, 40]) {
    const later = daysAfter(365 * years, afterLocks)
    trial.setClock(later)
    await renewLocks(trial.tools)
    expect((await trial.tools.store.stat(key))?.retainUntil.getTime()).toBeGreaterThan(later.getTime())
    await expect(trial.tools.store.remove(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  }
  for (const change of [
    `update disposal_item set item = '{}'`,
    'delete from disposal_item',
    'truncate disposed_record',
  ])
    await expect(pool().query(change)).rejects.toThrow()
})

test('a record that lies on offline media is listed only with a plan for them [RET-15]', async () => {
  const { number } = await newRecord()
  const medium = {
    id: '0142-2025-01',
    carrier: 'optical',
    set: 1,
    place: '3库',
    madeAt: beginning,
    madeBy: '赵敏',
  } as const
  const digests = { sha256: 'a'.repeat(64), sm3: 'b'.repeat(64) }
  await insertMedium(pool(), { ...medium, records: 1, files: 1, bytes: 1, manifests: digests }, [number])
  await expect(draftList(trial.tools, appraisal([number]))).rejects.toMatchObject({
    code: 'DISPOSAL_ON_MEDIA',
    faults: [{ file: number, found: medium.id }],
  })
  const mediaPlan = '重写其余档案后整盘粉碎'
  const { list } = await draftList(trial.tools, appraisal([number], { mediaPlan }))
  expect((await texts('guidang-disposal-list/1')).find(({ head }) => head.list === list)?.head).toMatchObject({
    mediaPlan,
  })
})

test('two processes that carry out one list at a time destroy each record once', async () => {
  const records = [await newRecord(), await newRecord(), await newRecord()]
  const list = await orderedList(
    trial,
    records.map(({ number }) => number),
  )
  const runs = await Promise.all([carryOut(trial.tools, list), carryOut(trial.tools, list)])
  for (const { state, number } of runs.flat()) expect([number, state === 'withheld']).toEqual([number, false])
  const last = await carryOut(trial.tools, list)
  expect(last.map(({ state }) => state)).toEqual(['destroyed', 'destroyed', 'destroyed'])
})

test('no term is entered for a record that there is not', async () => {
  const term = sql`insert into record_retention (number, start_rule, starts_at, ends_at, locked_until)
    select '没有的档案', start_rule, starts_at, ends_at, locked_until from record_retention limit 1`
  await expect(rows(pool(), term)).rejects.toThrow('there is no record')
})
