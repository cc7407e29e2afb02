import { afterAll, beforeAll, expect, test } from 'vitest'
import { renewAndTell } from '#services/worker/keep-locks.ts'
import { type ApiUnderTest, acceptedCase, openApi, type ToldProblem } from '../access/api-under-test.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { storeWith } from './retention-trial.ts'

let api: ApiUnderTest
let number: string
beforeAll(async () => {
  api = await openApi({ LOCK_WINDOW_DAYS: '30', LOCK_RENEW_DAYS: '10' })
  number = (await api.handOver(acceptedCase('06-employment-registration-instant'))).number ?? ''
})
afterAll(() => api.close())

const act = ['--authority', '法院（2026）1号', '--reason', '诉讼未了', '--by', '王芳']
const guidang = (...args: string[]) => runCommand(args, api.archive.environment)
const post = (path: string, body: object) =>
  api.ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

test('holds are placed, listed and lifted by command; `place` may be left out', async () => {
  const [placed] = jsonLines(await guidang('hold', ...act, '--json', number))
  expect(placed).toMatchObject({ numbers: [number], faults: [] })
  const hold = String(placed?.['hold'])
  expect(await guidang('hold', 'place', number, ...act)).toMatchObject({ code: 0 })
  const [page] = jsonLines(await guidang('hold', 'list', '--json'))
  expect(page).toMatchObject({
    holds: [
      { active: 1, records: 1 },
      { hold, by: '王芳', reason: '诉讼未了' },
    ],
  })
  expect((await guidang('show', number)).stdout).toContain(hold)
  expect(await guidang('release', hold, ...act)).toMatchObject({ code: 0, stdout: `解除保全 ${hold}\n${number}\n` })
  const again = await guidang('release', hold, ...act, '--json')
  expect(again).toMatchObject({ code: 1, stdout: expect.stringContaining('HOLD_NOT_ACTIVE') })
  expect(await guidang('hold', number)).toMatchObject({ code: 2 })
})

test('a term is extended by command, never shortened', async () => {
  const why = ['--reason', '鉴定后续存', '--by', '王芳']
  const [extended] = jsonLines(await guidang('extend', number, '--until', '2040-01-01', ...why, '--json'))
  expect(extended).toEqual({ number, extensions: [{ number, ended: '2036-01-01', ends: '2040-01-01' }], faults: [] })
  const shorter = await guidang('extend', number, '--period', 'D10', ...why, '--json')
  expect(shorter).toMatchObject({ code: 1, stdout: expect.stringContaining('RETENTION_NOT_LONGER') })
  const both = await guidang('extend', number, '--period', 'Y', '--until', '2050-01-01', ...why, '--json')
  expect(both).toMatchObject({ code: 1, stdout: expect.stringContaining('REQUEST_INVALID') })
})

test('the same over HTTP, with problems that say what is wrong', async () => {
  const body = { authority: '法院（2026）3号', reason: '诉讼未了', by: '王芳' }
  const placed = await post('/api/v1/holds', { ...body, numbers: [number] })
  expect(placed.status).toBe(201)
  const { hold } = (await placed.json()) as { hold: string }
  const page = await api.read<{ holds: { hold: string }[]; next?: string }>('/api/v1/holds?limit=1')
  expect(page).toMatchObject({ holds: [{ hold }], next: hold })
  const second = await api.read<{ holds: { hold: string }[] }>(`/api/v1/holds?limit=1&after=${hold}`)
  expect(second.holds[0]?.hold).not.toBe(hold)
  const shown = await api.read<{ retention: object }>(`/api/v1/records/${number}`)
  expect(shown.retention).toMatchObject({ holds: expect.arrayContaining([expect.objectContaining({ hold })]) })
  const released = await post(`/api/v1/holds/${hold}/releases`, { ...body, numbers: [number] })
  expect(released.status).toBe(201)
  const extended = await post(`/api/v1/records/${number}/extensions`, { reason: '续存', by: '王芳', period: 'Y' })
  expect(extended.status).toBe(201)
  const refusals: readonly [string, object, number, string][] = [
    ['/api/v1/holds', { ...body, numbers: [] }, 400, 'REQUEST_INVALID'],
    ['/api/v1/holds', { ...body, reason: '一\n二', numbers: [number] }, 400, 'REQUEST_INVALID'],
    ['/api/v1/holds', { ...body, numbers: ['430190-0'] }, 404, 'RECORD_NOT_FOUND'],
    [`/api/v1/holds/${hold}/releases`, body, 404, 'HOLD_NOT_ACTIVE'],
    ['/api/v1/holds/hold-20260101-00000000/releases', body, 404, 'HOLD_NOT_FOUND'],
    [`/api/v1/records/${number}/extensions`, { reason: '续存', by: '王芳', period: 'Y' }, 409, 'RETENTION_NOT_LONGER'],
    [`/api/v1/records/${number}/extensions`, { reason: '续存', by: '王芳' }, 400, 'REQUEST_INVALID'],
  ]
  for (const [path, given, status, code] of refusals) {
    const response = await post(path, given)
    expect([path, response.status, ((await response.json()) as ToldProblem).code]).toEqual([path, status, code])
  }
})

test('a lock that could not be renewed shows in the log, in the status and in the metrics, and is gone when it could', async () => {
  const { store, now } = api.archive
  const later = () => new Date(now().getTime() + 25 * 86_400_000)
  const broken = storeWith(store, { extendLock: () => Promise.reject(new Error('no answer')) })
  const errors: object[] = []
  const log = { info: () => undefined, error: (fields: object) => void errors.push(fields) }
  const tools = { ...api.archive, now: later, log: log as never }
  await renewAndTell({ ...tools, store: broken })
  expect(errors).toContainEqual(expect.objectContaining({ event: 'lock.fault', code: 'INTERNAL_FAILURE', number }))
  const [status] = jsonLines(await guidang('status', '--json'))
  expect(status).toMatchObject({ archived: 1, locks: { faults: expect.any(Number), lapsed: 0 } })
  expect((await guidang('status')).stdout).toMatch(/锁定未能续期 locks not renewed +\d+\n[\s\S]*INTERNAL_FAILURE/)
  const metrics = async () => (await api.ask('/metrics')).text()
  expect(await metrics()).toMatch(/^guidang_locks_in_trouble\{kind="fault"\} [1-9]/m)
  await renewAndTell({ ...tools, store })
  expect(await metrics()).toMatch(/^guidang_locks_in_trouble\{kind="fault"\} 0$/m)
  expect((await guidang('status')).stdout).not.toContain('锁定')
})
