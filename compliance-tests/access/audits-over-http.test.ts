import { mkdtemp, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireRecord } from '#services/access/require-record.ts'
import type { ToldAudit } from '#services/access/running-audits.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { type ApiUnderTest, acceptedCase, openApi, type ToldProblem } from './api-under-test.ts'

let api: ApiUnderTest
let number: string
let second: string

beforeAll(async () => {
  second = await mkdtemp(join(tmpdir(), 'guidang-second-'))
  api = await openApi({ SECOND_STORE_FOLDER: second, COPY_SECONDS: '1', AUDIT_DAYS: '0' })
  number = (await api.handOver(acceptedCase('06-employment-registration-instant'))).number ?? ''
})
afterAll(async () => {
  await api.close()
  await rm(second, { recursive: true })
})

function order(body: object): RequestInit {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

async function audited(body: object): Promise<ToldAudit> {
  const answer = await api.ask('/api/v1/audits', order(body))
  expect(answer.status).toBe(202)
  const place = answer.headers.get('location') ?? ''
  for (;;) {
    const audit = await api.read<ToldAudit>(place)
    if (audit.finishedAt !== undefined) return audit
    await pause(50)
  }
}

test('the worker copies what is archived, and the lag is told', async () => {
  type Copies = { readonly waiting: number; readonly alarm: boolean }
  while ((await api.read<Copies>('/api/v1/copies')).waiting > 0) await pause(100)
  expect(await api.read('/api/v1/copies')).toMatchObject({ waiting: 0, alarm: false })
  const status = await runCommand(['status', '--json'], api.archive.environment)
  expect(jsonLines(status)).toMatchObject([{ archived: 1, copies: { waiting: 0 } }])
})

test('an audit is started, looked for until it is finished, and listed', async () => {
  const audit = await audited({})
  expect(audit).toMatchObject({ store: 'first', slice: '1/1', phase: 'done', faults: [], covered: { records: 1 } })
  expect(audit.report).toMatch(/^[0-9a-f]{64}$/)
  const { audits } = await api.read<{ audits: ToldAudit[] }>('/api/v1/audits')
  expect(audits[0]?.id).toBe(audit.id)
})

test('orders that cannot be followed are refused with a code', async () => {
  for (const body of [{ slice: '3/2' }, { slice: 'x' }, { sample: 0 }, { store: 'third' }]) {
    const answer = await api.ask('/api/v1/audits', order(body))
    expect(answer.status, JSON.stringify(body)).toBe(400)
    expect(((await answer.json()) as ToldProblem).code).toBe('REQUEST_INVALID')
  }
  const missing = await api.ask('/api/v1/audits/00000000-0000-4000-8000-000000000000')
  expect([missing.status, ((await missing.json()) as ToldProblem).code]).toEqual([404, 'AUDIT_NOT_FOUND'])
})

test('faults are told over HTTP and by the command, with exit 1, until they are repaired', async () => {
  const record = await requireRecord(api.archive.catalogue, number)
  const { key } = record.objects.package
  await unlink(join(api.archive.config.dataDir, 'store', 'objects', key))
  expect((await audited({})).faults).toMatchObject([{ kind: 'missing', number, key }])
  const found = await runCommand(['audit', '--json'], api.archive.environment)
  expect(found.code, found.stderr).toBe(1)
  expect(jsonLines(found)).toMatchObject([
    { checked: expect.any(Number), slice: '1/1', faults: [{ number, kind: 'missing' }] },
  ])
  const repaired = await runCommand(['repair', number, '--json'], api.archive.environment)
  expect(repaired.code, repaired.stderr).toBe(0)
  expect(jsonLines(repaired)).toMatchObject([{ store: 'first', key, outcome: 'repaired', source: 'second' }])
  const whole = await runCommand(['audit', '--json', '--slice', '1/1'], api.archive.environment)
  expect([whole.code, jsonLines(whole)[0]?.['faults']], whole.stderr).toEqual([0, []])
})

test('without a second store, what needs one is refused with a code', async () => {
  const { SECOND_STORE_FOLDER: _, ...environment } = api.archive.environment
  for (const command of [
    ['repair', '--all'],
    ['audit', '--store', 'second'],
  ]) {
    const refused = await runCommand([...command, '--json'], environment)
    expect([refused.code, jsonLines(refused)[0]?.['code']]).toEqual([1, 'STORE_SECOND_ABSENT'])
  }
})
