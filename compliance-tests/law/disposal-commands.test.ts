import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { carryOut } from '#pipelines/disposal/carry-out.ts'
import { orderDestruction } from '#pipelines/disposal/sign-list.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { runDisposals } from '#services/worker/keep-disposals.ts'
import { findList } from '#storage/catalogue/disposal-lists.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { type ApiUnderTest, openApi, type ToldProblem } from '../access/api-under-test.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { makeCase } from '../stack/make-case.ts'
import { appraisal, approvers, destruction, drafter, watchers } from './disposal-trial.ts'
import { storeWith } from './retention-trial.ts'

/** The case was finished in 2025 and is kept for ten years: by this clock its term and its locks are over. */
const clock = '2036-02-01T08:00:00Z'
let api: ApiUnderTest
beforeAll(async () => {
  api = await openApi({ GUIDANG_FIXED_TIME: clock })
})
afterAll(() => api.close())

const guidang = (...args: string[]) => runCommand(args, api.archive.environment)
const post = (path: string, body: object) =>
  api.ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
let serial = 430190250415000900n
const record = async () => {
  serial += 1n
  const place = join(api.archive.config.dataDir, `case-${serial}`)
  await makeCase('06-employment-registration-instant', place, `${serial}`)
  return (await api.handOver(place)).number ?? ''
}
const at = ({ name, department }: { name: string; department: string }) => `${name}@${department}`

test('by command: from the due list to the certificate', async () => {
  const number = await record()
  const [due] = jsonLines(await guidang('disposal', 'due', '--year', '2025', '--json'))
  expect(due).toMatchObject({ records: [{ number, endsOn: '2036-01-01', period: 'D10' }] })
  const asked = ['disposal', 'appraise', number, '--by', at(drafter), '--appraiser', at(drafter), '--reason', '期满']
  const [drafted] = jsonLines(await guidang(...asked, '--json'))
  expect(drafted).toMatchObject({ missing: ['unit-head', 'archives-head', 'forming-head'], items: [{ number }] })
  const list = String(drafted?.['list'])
  const destroy = ['destroy', list, '--by', at(drafter), ...watchers.flatMap((watcher) => ['--watcher', at(watcher)])]
  expect(await guidang('disposal', ...destroy, '--json')).toMatchObject({
    ...{ code: 1, stdout: expect.stringContaining('DISPOSAL_UNAPPROVED') },
  })
  for (const [role, person] of approvers)
    expect(await guidang('disposal', 'approve', list, '--role', role, '--by', at(person))).toMatchObject({ code: 0 })
  expect((await guidang('disposal', 'list')).stdout).toContain(`${list}  `)
  expect(await guidang('disposal', ...destroy)).toMatchObject({
    code: 0,
    stdout: `已销毁 ${number}\n`.replace(' ', '  '),
  })
  for (const watcher of watchers) await guidang('disposal', 'attest', list, '--by', at(watcher))
  const [shown] = jsonLines(await guidang('disposal', 'show', list, '--json'))
  expect(shown).toMatchObject({
    certificateSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    items: [{ number, verifiedAt: expect.any(String), stores: ['first'] }],
  })
  expect(await guidang('show', number, '--json')).toMatchObject({
    ...{ code: 1, stdout: expect.stringContaining('RECORD_DISPOSED') },
  })
  expect(await guidang('disposal', 'run', list)).toMatchObject({ code: 0, stdout: `已销毁  ${number}\n` })
  expect(await guidang('disposal', 'approve', list, '--role', 'unit-head', '--by', '王芳')).toMatchObject({ code: 2 })
})

test('the papers of a list are printed from its locked texts, with all that the standard asks of them [RET-09]', async () => {
  const number = await record()
  const { archivalCode, title } = await requireRecord(api.archive.catalogue, number)
  const { list } = (await (await post('/api/v1/disposals', appraisal([number]))).json()) as { list: string }
  const output = join(api.archive.config.dataDir, '..', `${list}.html`)
  const printed = async () => {
    expect(await guidang('disposal', 'print', list, '-o', output)).toMatchObject({ code: 0 })
    return readFile(output, 'utf8')
  }
  const drawnUp = await printed()
  for (const shown of [list, archivalCode, title, '鉴定意见书', '销毁清册', '10年', '2036-01-01', '期限届满', '周杰'])
    expect(drawnUp).toContain(shown)
  for (const column of ['题名', '年度', '数量', '应保管期限', '已保管期限', '应销毁时间', '原因'])
    expect(drawnUp).toContain(column)
  expect(drawnUp).toContain('单位负责人：（未签署）')
  expect(drawnUp).toContain('没有销毁证明')
  for (const [role, person] of approvers) await post(`/api/v1/disposals/${list}/approvals`, { role, person })
  await post(`/api/v1/disposals/${list}/destruction`, destruction)
  for (const watcher of watchers) await post(`/api/v1/disposals/${list}/attestations`, { watcher })
  const closed = await printed()
  expect(closed).toContain('单位负责人：赵刚（局领导）')
  expect(closed).toMatch(/已销毁<\/td><td>.*第一存储/)
  expect(closed).toContain('监销人：孙丽（档案室）')
  expect(await guidang('disposal', 'print', list, '-o', `${list}.doc`)).toMatchObject({ code: 1 })
  await rm(output)
})

test('status and metrics remind of due records, since when they are, and of lists that are not closed [RET-13]', async () => {
  const figures = async () => {
    const [status] = jsonLines(await guidang('status', '--json'))
    return status?.['due'] as { records: number; since?: string; openLists: number }
  }
  const before = await figures()
  const number = await record()
  const due = await figures()
  expect(due).toEqual({ ...before, records: before.records + 1, since: '2036-01-01' })
  expect((await guidang('status')).stdout).toMatch(/到期待鉴定 due for appraisal +\d+，自 2036-01-01/)
  const metrics = async () => (await api.ask('/metrics')).text()
  expect(await metrics()).toContain(`\nguidang_records_due ${due.records}\n`)
  expect(await metrics()).toContain(`\nguidang_records_due_since_seconds ${Date.UTC(2035, 11, 31, 16) / 1000}\n`)
  await post('/api/v1/disposals', appraisal([number]))
  expect(await figures()).toMatchObject({ records: before.records, openLists: before.openLists + 1 })
  expect(await metrics()).toContain(`\nguidang_disposal_lists_open ${before.openLists + 1}\n`)
})

test('over HTTP: the same, with problems that say what is wrong; a destroyed record is gone (410)', async () => {
  const number = await record()
  const page = await api.read<{ records: { number: string }[] }>('/api/v1/due-records?limit=200')
  expect(page.records.map((each) => each.number)).toContain(number)
  const drafted = await post('/api/v1/disposals', appraisal([number]))
  expect(drafted.status).toBe(201)
  const { list } = (await drafted.json()) as { list: string }
  const path = `/api/v1/disposals/${list}`
  const approval = { role: 'unit-head', person: approvers[0]?.[1] }
  const refusals: readonly [string, object, number, string][] = [
    ['/api/v1/disposals', appraisal([number]), 409, 'DISPOSAL_LISTED'],
    ['/api/v1/disposals', appraisal(['430190-0']), 404, 'RECORD_NOT_FOUND'],
    ['/api/v1/disposals', appraisal([]), 400, 'REQUEST_INVALID'],
    [`${path}/destruction`, destruction, 409, 'DISPOSAL_UNAPPROVED'],
    [`${path}/runs`, {}, 409, 'DISPOSAL_NOT_ORDERED'],
    [`${path}/approvals`, { role: 'unit-head', person: drafter }, 409, 'DISPOSAL_PERSON'],
    ['/api/v1/disposals/disposal-20360101-00000000/approvals', approval, 404, 'DISPOSAL_LIST_MISSING'],
  ]
  for (const [place, given, status, code] of refusals) {
    const response = await post(place, given)
    expect([place, response.status, ((await response.json()) as ToldProblem).code]).toEqual([place, status, code])
  }
  for (const [role, person] of approvers) expect((await post(`${path}/approvals`, { role, person })).status).toBe(201)
  const destroyed = await post(`${path}/destruction`, destruction)
  expect(await destroyed.json()).toEqual({ list, records: [{ number, state: 'destroyed' }] })
  for (const watcher of watchers) expect((await post(`${path}/attestations`, { watcher })).status).toBe(201)
  expect(await api.read(path)).toMatchObject({ certificateSha256: expect.any(String), items: [{ number }] })
  expect(await api.read('/api/v1/disposals')).toMatchObject({
    lists: expect.arrayContaining([expect.objectContaining({ list, missing: [] })]),
  })
  for (const of of ['', '/package', '/text', '/export', '/acts']) {
    const gone = await api.ask(`/api/v1/records/${number}${of}`)
    expect([of, gone.status]).toEqual([of, 410])
    expect(await gone.json()).toMatchObject({ code: 'RECORD_DISPOSED', detail: expect.stringContaining(list) })
  }
})

test('a worker goes on with what a killed process has left, and tells a list that cannot go on', async () => {
  const number = await record()
  const { list } = (await (await post('/api/v1/disposals', appraisal([number]))).json()) as { list: string }
  for (const [role, person] of approvers) await post(`/api/v1/disposals/${list}/approvals`, { role, person })
  const { catalogue, store } = api.archive
  const killed = new Error('killed')
  const dying = { ...api.archive, store: storeWith(store, { erase: () => Promise.reject(killed) }) }
  await orderDestruction(api.archive, list, destruction)
  await expect(carryOut(dying, list)).rejects.toBe(killed)
  const errors: object[] = []
  const log = { info: () => undefined, error: (fields: object) => void errors.push(fields) } as never
  await runDisposals({ ...api.archive, store: storeWith(store, { erase: async () => {} }), log })
  expect(errors).toMatchObject([{ event: 'disposal.fault', list, err: { code: 'DISPOSAL_TRACES' } }])
  await runDisposals({ ...dying, log })
  expect(errors[1]).toMatchObject({ event: 'disposal.fault', list, err: killed })
  await runDisposals({ ...api.archive, log })
  expect(errors).toHaveLength(2)
  expect(await findDisposed(catalogue.pool, number)).toMatchObject({ outcome: { stores: ['first'] } })
  expect((await findList(catalogue.pool, list))?.certificateSha256).toBeUndefined()
})
