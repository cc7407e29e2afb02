import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import type { CaseOutcome } from '#services/intake/case-outcome.ts'
import { openCatalogue } from '#storage/catalogue/catalogue.ts'
import { missingNumbers, takeNumber } from '#storage/catalogue/numbers.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

const sample = '06-employment-registration-instant'

let archive: TestArchive
let folders: string

beforeEach(async () => {
  archive = await openTestArchive()
  folders = await mkdtemp(join(tmpdir(), 'guidang-numbers-'))
})
afterEach(async () => {
  await archive.close()
  await rm(folders, { recursive: true })
})

test('NAM-08 eight connections take numbers of two sequences at once, a third of them in vain: no gap, no repetition', async () => {
  const sequences = [1, 2].map((i) => ({ kind: 'archival-code', scope: `scope-${i}` }) as const)
  const catalogues = await Promise.all(
    Array.from({ length: 8 }, () => openCatalogue(archive.catalogue.connectionString, { connections: 1 })),
  )
  const taken: (readonly [string, number])[] = []
  let failed = 0
  const take = async (worker: number) => {
    for (let i = 0; i < 25; i += 1) {
      const sequence = sequences[(worker + i) % 2] ?? sequences[0]
      const fails = Math.random() < 1 / 3
      await catalogues[worker]
        ?.transact(async (transaction) => {
          const number = await takeNumber(transaction, sequence as (typeof sequences)[number], crypto.randomUUID())
          if (fails) throw new Error('the receipt fails')
          return number
        })
        .then(
          (number) => taken.push([sequence?.scope ?? '', number]),
          (error: Error) => {
            expect(error.message).toBe('the receipt fails')
            failed += 1
          },
        )
    }
  }
  await Promise.all(catalogues.map((_, worker) => take(worker)))
  await Promise.all(catalogues.map((catalogue) => catalogue.close()))

  expect(failed).toBeGreaterThan(0)
  expect(taken.length + failed).toBe(200)
  for (const sequence of sequences) {
    const numbers = taken.filter(([scope]) => scope === sequence.scope).map(([, number]) => number)
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1))
    expect(await missingNumbers(archive.catalogue.pool, sequence, numbers.length + 1)).toEqual([])
  }
})

test('PRC-06 NAM-08 what fails at registration gets no 档号 and uses none up, with workers side by side', async () => {
  const count = 12
  const doomed = new Set(
    Array.from({ length: count }, (_, i) => i).filter((i) => i === 0 || (i !== 1 && Math.random() < 1 / 3)),
  )
  // A conflict that the table itself reports after the number was taken.
  await archive.catalogue.pool.query(`
    create function fail_doomed() returns trigger language plpgsql as $$ begin
      if new.metadata->'case'->>'serialNumber' like 'DOOMED-%' then
        raise exception 'doomed' using errcode = 'unique_violation';
      end if;
      return new;
    end $$;
    create trigger fail_doomed before insert on record for each row execute function fail_doomed()`)
  const cases = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      makeCase(
        sample,
        join(folders, `case-${String(i).padStart(2, '0')}`),
        doomed.has(i) ? `DOOMED-${i}` : `GOOD-${i}`,
      ),
    ),
  )
  const outcomes = await archive.capture(...cases)
  expect(outcomes.map(({ outcome, code }) => [outcome, code])).toEqual(
    cases.map((_, i) => (doomed.has(i) ? ['review', 'NUMBER_CONFLICT'] : ['archived', undefined])),
  )
  const good = count - doomed.size
  const numbers = Array.from({ length: good }, (_, i) => i + 1)
  expect(serials(outcomes.flatMap(({ archivalCode }) => archivalCode ?? []))).toEqual(numbers)
  expect(await given('archival-code')).toEqual(numbers)
  expect(outcomes.filter(({ outcome }) => outcome === 'review').some((outcome) => 'archivalCode' in outcome)).toBe(
    false,
  )
})

test('PRC-06 a refused hand-over takes neither 电子文件号 nor 档号; the next case takes the first of each', async () => {
  const [refused] = await archive.capture(join(samples, 'refused', '27-required-material-missing', 'case'))
  expect(refused).toMatchObject({ outcome: 'refused' })
  expect([await given('electronic-record-code'), await given('archival-code')]).toEqual([[], []])
  const [archived] = await archive.capture(await makeCase(sample, join(folders, 'next'), 'NEXT-1'))
  expect([archived?.number, archived?.archivalCode]).toMatchObject(
    [/-000001$/, /-0001$/].map((end) => expect.stringMatching(end)),
  )
})

test.for([
  ['number', `number || '9'`, 'archival_code'],
  ['archival_code', 'number', `archival_code || '9'`],
])('NAM-09 a second record with the %s of the first fails at once', async ([, number, archivalCode]) => {
  const [archived] = await archive.capture(await makeCase(sample, join(folders, 'one'), 'NUMBER-0001'))
  expect(archived?.outcome).toBe('archived')
  const { rows } = await archive.catalogue.pool.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'record'::regclass and attnum > 0`,
  )
  const values = rows.map(
    ({ name }) => ({ number, archival_code: archivalCode, case_id: 'gen_random_uuid()' })[name] ?? name,
  )
  const copy = `insert into record (${rows.map(({ name }) => name).join()}) select ${values.join()} from record`
  await expect(archive.catalogue.pool.query(copy)).rejects.toMatchObject({ code: '23505' })
})

test('NAM-09 a number that a record of the library has already is not given to another', async () => {
  const first = await archive.capture(await makeCase(sample, join(folders, 'one'), 'NUMBER-0001'))
  // The counter is set back behind the back of the program.
  await archive.catalogue.transact(async (transaction) => {
    await transaction.query('alter table number_sequence disable trigger user')
    await transaction.query('alter table given_number disable trigger user')
    await transaction.query(`update number_sequence set last = 0 where kind = 'archival-code'`)
    await transaction.query(`delete from given_number where kind = 'archival-code'`)
    await transaction.query('alter table number_sequence enable trigger user')
    await transaction.query('alter table given_number enable trigger user')
  })
  const second = await archive.capture(await makeCase(sample, join(folders, 'two'), 'NUMBER-0002'))
  expect([first[0]?.outcome, second[0]]).toMatchObject(['archived', { outcome: 'review', code: 'NUMBER_CONFLICT' }])
})

test('NAM-08 a gap behind the back of the program, and a number that was given to nobody, fail the inspection', async () => {
  const outcomes = await archive.capture(
    await makeCase(sample, join(folders, 'one'), 'NUMBER-0001'),
    await makeCase(sample, join(folders, 'two'), 'NUMBER-0002'),
  )
  const [first, second] = outcomes.toSorted((a, b) => ((a.archivalCode ?? '') < (b.archivalCode ?? '') ? -1 : 1))
  expect(await failedRules(second)).toEqual([])
  await archive.catalogue.transact(async (transaction) => {
    await transaction.query('alter table given_number disable trigger user')
    await transaction.query(`delete from given_number where kind = 'archival-code' and number = 1`)
    await transaction.query('alter table given_number enable trigger user')
  })
  expect(await failedRules(first)).toEqual(['GD-2-6'])
  expect(await failedRules(second)).toEqual(['GD-2-6'])
})

async function failedRules(outcome: CaseOutcome | undefined): Promise<string[]> {
  const report = await inspectStored(archive, await requireRecord(archive.catalogue, outcome?.number ?? ''))
  return report.items.flatMap(({ rule, outcome }) => (outcome === 'FAIL' ? [rule] : []))
}

async function given(kind: string): Promise<number[]> {
  const { rows } = await archive.catalogue.pool.query<{ number: number }>(
    'select number from given_number where kind = $1 order by number',
    [kind],
  )
  return rows.map(({ number }) => number)
}

function serials(codes: readonly string[]): number[] {
  return codes.map((code) => Number(code.split('-').at(-1))).toSorted((left, right) => left - right)
}
