import { afterAll, beforeAll, expect, test } from 'vitest'
import { jsonLines, runCommand } from '../durability/command.ts'
import { type ApiUnderTest, openApi } from './api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  // The worker writes nothing while these tests run.
  api = await openApi({ JOURNAL_SECONDS: '3600' })
})
afterAll(() => api.close())

type Status = { journal: { waiting: number; lagSeconds: number; alarm: boolean }; capacity: { places: unknown[] } }

async function gauge(name: string): Promise<number> {
  const line = (await (await api.ask('/metrics')).text()).split('\n').find((each) => each.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? Number.NaN)
}

test('a journal that is not written is told over HTTP, to Prometheus and by command, with its age and an alarm', async () => {
  const { pool } = api.archive.catalogue
  await pool.query(
    `insert into finished_case (system_code, serial_number, finished_on, reported_at) values ('S', '1', '2026-01-01', now())`,
  )
  const fresh = await api.read<Status>('/api/v1/status')
  expect(fresh.journal.waiting).toBeGreaterThan(0)
  expect([fresh.journal.alarm, await gauge('guidang_journal_alarm')]).toEqual([false, 0])
  expect(await gauge('guidang_journal_waiting')).toBe(fresh.journal.waiting)

  await pool.query(`update journal_outbox set entered_at = now() - interval '13 hours'`)
  expect((await api.read<Status>('/api/v1/status')).journal.alarm).toBe(true)
  expect(await gauge('guidang_journal_alarm')).toBe(1)
  expect(await gauge('guidang_journal_lag_seconds')).toBeGreaterThanOrEqual(13 * 3600)
  const { code, stdout } = await runCommand(['status'], api.archive.environment)
  expect([code, stdout]).toEqual([0, expect.stringMatching(/台账待写 .*\d，\d+ s ⚠ 告警 alarm/)])
})

test('over HTTP the status holds what the command tells, room included', async () => {
  const told = await api.read<Status>('/api/v1/status')
  const [typed] = jsonLines(await runCommand(['status', '--json'], api.archive.environment))
  expect(Object.keys(told)).toEqual(Object.keys(typed ?? {}))
  expect(told.capacity.places).toMatchObject([
    { place: 'staging', level: 'ok' },
    { place: 'first', level: 'ok' },
  ])
  expect(told).toMatchObject({ locks: { faults: 0, lapsed: 0, alarms: [] }, due: { records: 0, openLists: 0 } })
})
