import { afterAll, beforeAll, expect, test } from 'vitest'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import { parseExtension } from '#archive-schema/retention/extension.ts'
import { parseLegalHold, parseLegalRelease } from '#archive-schema/retention/legal-hold.ts'
import { extendTerm } from '#pipelines/retention/extend-term.ts'
import { liftHold } from '#pipelines/retention/lift-hold.ts'
import { placeHold } from '#pipelines/retention/place-hold.ts'
import { renewLocks } from '#pipelines/retention/renew-locks.ts'
import { restoreRetentionActs } from '#pipelines/retention/restore-acts.ts'
import { showActs } from '#services/access/show-acts.ts'
import { showRetention } from '#services/access/show-retention.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import { rows, run, sql } from '#storage/catalogue/sql.ts'
import { isJournalKey } from '#storage/journal/journal-objects.ts'
import { beginning, daysAfter, openRetentionTrial, type RetentionTrial, storeWith } from './retention-trial.ts'

const termEnd = startOfChinaDay('2036-01-01')
const act = { authority: '长沙市湘麓区人民法院（2026）湘0104民初123号', reason: '诉讼未了', by: '王芳' }

let trial: RetentionTrial
beforeAll(async () => {
  trial = await openRetentionTrial()
})
afterAll(() => trial.close())

const textsOf = async (type: 'hold' | 'release' | 'extend') => {
  const { store } = trial.tools
  const keys = await Array.fromAsync(store.list(`ledger/texts/${type}/`))
  return Promise.all(keys.map(async (key) => Buffer.concat(await Array.fromAsync(store.read(key)))))
}

test('a hold is a locked text, an entry of the ledger and an act of every record that it covers', async () => {
  trial.setClock(daysAfter(1))
  const records = [await trial.record(), await trial.record()]
  const numbers = records.map(({ number }) => number)
  const { hold, faults } = await placeHold(trial.tools, { ...act, numbers: [...numbers, ...numbers] })
  expect(faults).toEqual([])
  expect(hold).toMatchObject({ ...act, at: daysAfter(1), numbers: numbers.toSorted() })
  expect(hold.id).toMatch(/^hold-20261126-[0-9a-f]{8}$/)
  const [text = Buffer.alloc(0)] = await textsOf('hold')
  expect(parseLegalHold(text)).toEqual(hold)
  expect(await placeOf(trial.archive.catalogue.pool, entryOf('hold', text))).toBe('waiting')
  for (const record of records) {
    expect(await trial.retention(record)).toMatchObject({ held: true, storeHeld: true })
    const acts = await showActs(trial.archive.catalogue.pool, record.number)
    expect(acts.at(-1)).toMatchObject({ act: 'hold', resultSha256: entryOf('hold', text).sha256 })
    for (const { key } of await trial.stored(record)) expect(await trial.tools.store.isHeld(key)).toBe(true)
  }
})

test('under a hold the locks roll beyond the term, and nothing can be removed', async () => {
  trial.setClock(beginning)
  const record = await trial.record()
  const { hold } = await placeHold(trial.tools, { ...act, numbers: [record.number] })
  for (let now = beginning; now < daysAfter(800, termEnd); now = daysAfter(90, now)) {
    trial.setClock(now)
    await renewLocks(trial.tools)
    for (const { key, retainUntil } of await trial.stored(record)) {
      expect(retainUntil.getTime()).toBeGreaterThan(now.getTime())
      await expect(trial.tools.store.remove(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
    }
  }
  await liftHold(trial.tools, hold.id, act)
  const { lockedUntil } = await trial.retention(record)
  expect(lockedUntil.getTime()).toBeLessThanOrEqual(daysAfter(1000, termEnd).getTime())
  trial.setClock(lockedUntil)
  await renewLocks(trial.tools)
  expect(await trial.retention(record)).toMatchObject({ lockedUntil, held: false, storeHeld: false })
})

test('a record may be under several holds and stays held until the last is lifted', async () => {
  trial.setClock(beginning)
  const [record, other] = [await trial.record(), await trial.record()]
  const { hold: first } = await placeHold(trial.tools, { ...act, numbers: [record.number, other.number] })
  const { hold: second } = await placeHold(trial.tools, { ...act, numbers: [record.number] })
  const held = async () => [(await trial.retention(record)).held, (await trial.retention(other)).held]
  const { release } = await liftHold(trial.tools, first.id, { ...act, numbers: [record.number] })
  expect(await held()).toEqual([true, true])
  const texts = await textsOf('release')
  expect(texts.map(parseLegalRelease)).toContainEqual(release)
  await expect(liftHold(trial.tools, first.id, { ...act, numbers: [record.number] })).rejects.toMatchObject({
    code: 'HOLD_NOT_ACTIVE',
  })
  await liftHold(trial.tools, first.id, act)
  expect(await held()).toEqual([true, false])
  await liftHold(trial.tools, second.id, act)
  expect(await held()).toEqual([false, false])
  await expect(liftHold(trial.tools, second.id, act)).rejects.toMatchObject({ code: 'HOLD_NOT_ACTIVE' })
  await expect(liftHold(trial.tools, 'hold-20261125-00000000', act)).rejects.toMatchObject({ code: 'HOLD_NOT_FOUND' })
})

test('a hold on what is not there does not come about, for none of its records', async () => {
  const record = await trial.record()
  const numbers = [record.number, '430190-0000']
  await expect(placeHold(trial.tools, { ...act, numbers })).rejects.toMatchObject({ code: 'RECORD_NOT_FOUND' })
  expect(await trial.retention(record)).toMatchObject({ held: false })
})

test('marks that a broken store could not take are laid by the next round of renewal', async () => {
  const record = await trial.record()
  const silent = storeWith(trial.tools.store, { setHold: () => Promise.reject(new Error('no answer')) })
  const { hold, faults } = await placeHold({ ...trial.tools, store: silent }, { ...act, numbers: [record.number] })
  const keys = [record.objects.package.key, record.objects.evidence.key]
  expect(faults.filter(({ key }) => !isJournalKey(key))).toMatchObject(
    keys.map((key) => ({ key, code: 'INTERNAL_FAILURE', found: 'no answer' })),
  )
  expect(await trial.retention(record)).toMatchObject({ held: true, storeHeld: false })
  await renewLocks(trial.tools)
  expect(await trial.retention(record)).toMatchObject({ held: true, storeHeld: true })
  await liftHold(trial.tools, hold.id, act)
})

test('a term only ever becomes longer, with who, when and why; the history keeps every one', async () => {
  trial.setClock(daysAfter(3))
  const record = await trial.record()
  const why = { reason: '鉴定后续存', by: '王芳', authority: '长档鉴〔2026〕3号' }
  const extend = (request: object) => extendTerm(trial.tools, record.number, { ...why, ...request })
  const { extensions } = await extend({ until: '2036-01-02' })
  expect(extensions).toMatchObject([{ endsBefore: termEnd, endsAfter: startOfChinaDay('2036-01-02') }])
  const refusal = { code: 'RETENTION_NOT_LONGER', faults: [{ file: record.number, expected: '2036-01-02' }] }
  for (const request of [{ until: '2036-01-02' }, { until: '2035-12-31' }, { period: 'D10' }]) {
    await expect(extend(request)).rejects.toMatchObject(refusal)
  }
  await extend({ period: 'D30' })
  await extend({ period: 'Y' })
  await expect(extend({ until: '2200-01-01' })).rejects.toMatchObject({ code: 'RETENTION_NOT_LONGER' })
  const { pool } = trial.archive.catalogue
  const shown = await showRetention(pool, record)
  expect(shown).toMatchObject({
    endsAt: '永久',
    extensions: [
      { ended: '2036-01-01', ends: '2036-01-02', ...why, at: daysAfter(3).toISOString() },
      { ended: '2036-01-02', ends: '2056-01-01', ...why },
      { ended: '2056-01-01', ends: '永久', ...why },
    ],
  })
  const texts = (await textsOf('extend'))
    .map((text) => parseExtension(text))
    .filter(({ number }) => number === record.number)
  expect(texts).toHaveLength(3)
  expect((await showActs(pool, record.number)).filter((each) => each.act === 'extension')).toHaveLength(3)
})

test('a record whose term was over is locked again at once when it is extended', async () => {
  trial.setClock(beginning)
  const record = await trial.record()
  trial.setClock(daysAfter(10, termEnd))
  const request = { until: '2038-01-01', reason: '鉴定后续存', by: '王芳' }
  expect(await extendTerm(trial.tools, record.number, request)).toMatchObject({ faults: [] })
  const ends = (await trial.stored(record)).map(({ retainUntil }) => retainUntil)
  expect(ends).toEqual([startOfChinaDay('2038-01-01'), startOfChinaDay('2038-01-01')])
})

test('the database lets nobody shorten a term or a lock, or take a hold away', async () => {
  const record = await trial.record()
  await placeHold(trial.tools, { ...act, numbers: [record.number] })
  const { pool } = trial.archive.catalogue
  const attempts = [
    sql`update record_retention set ends_at = ends_at - interval '1 day'`,
    sql`update record_retention set locked_until = locked_until - interval '1 second'`,
    sql`update record_retention set starts_at = starts_at - interval '1 day'`,
    sql`update record_retention set number = 'x'`,
    sql`delete from record_retention`,
    sql`truncate record_retention cascade`,
    sql`update retention_extension set reason = 'x'`,
    sql`delete from retention_extension`,
    sql`update legal_hold set reason = 'x'`,
    sql`delete from legal_hold`,
    sql`delete from legal_hold_record`,
    sql`update legal_hold_record set release = repeat('0', 64) where release is null`,
    sql`insert into legal_hold_record (hold, number) select h.id, t.number from legal_hold h, record_retention t on conflict do nothing`,
    sql`delete from legal_release`,
    sql`update legal_release set reason = 'x'`,
  ]
  for (const attempt of attempts) await expect(run(pool, attempt)).rejects.toMatchObject({ code: '23001' })
})

test('holds, releases and extensions come back from their texts, and only those that the ledger proves', async () => {
  const { catalogue, ledger } = trial.archive
  await ledger.keepText('hold', Buffer.from('guidang-legal-hold/1\nnever concluded\n'))
  const { pool } = catalogue
  const state = async () => ({
    retention: await rows(pool, sql`select number, ends_at, held from record_retention order by number`),
    holds: await rows(pool, sql`select * from legal_hold_record order by hold, number`),
    extensions: await rows(pool, sql`select sha256, number, ends_after from retention_extension order by sha256`),
    acts: await rows(
      pool,
      sql`select b.number, b.act, b.activity, b.status, b.acted_at, b.description, b.outcome, b.result_sha256,
            (select jsonb_agg(l.relation || a.name order by a.id) from business_agent l join agent_entity a on a.id = l.agent
             where l.business = b.id) as agents
          from business_entity b where b.act in ('hold', 'release', 'extension') order by b.result_sha256, b.number`,
    ),
  })
  const before = await state()
  expect(before.holds.length).toBeGreaterThan(5)
  expect(new Set(before.acts.map(({ act }) => act)).size).toBe(3)
  const tables = [
    'legal_hold_record',
    'legal_release',
    'legal_hold',
    'retention_extension',
    'lock_fault',
    'record_retention',
  ]
  for (const table of tables) {
    await pool.query(`alter table ${table} disable trigger user`)
    await pool.query(`delete from ${table}`)
    await pool.query(`alter table ${table} enable trigger user`)
  }
  // Some acts have outlived what they are about, with the rows of their records.
  const lost = `from business_entity where act = 'extension' or (act in ('hold', 'release') and result_sha256 < '8')`
  for (const statement of [`delete from business_agent where business in (select id ${lost})`, `delete ${lost}`]) {
    await pool.query(
      'alter table business_agent disable trigger user; alter table business_entity disable trigger user',
    )
    await pool.query(statement)
    await pool.query('alter table business_agent enable trigger user; alter table business_entity enable trigger user')
  }
  expect((await state()).acts.length).toBeGreaterThan(0)
  const restored = await restoreRetentionActs(trial.tools)
  // The text of the hold on a record that was not there was locked, and the hold did not come about.
  expect(restored).toMatchObject({ unproven: [expect.any(String), expect.any(String)], orphaned: [] })
  await renewLocks(trial.tools)
  expect(await state()).toEqual(before)
  expect(await restoreRetentionActs(trial.tools)).toEqual({ ...restored, restored: 0 })
})
