import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { folderSource } from '#pipelines/capture/folder-source.ts'
import type { ToldHandover } from '#services/access/list-handovers.ts'
import { handoverKinds } from '#storage/catalogue/handover-log.ts'
import { type ApiUnderTest, acceptedCase, formOf, openApi } from '../access/api-under-test.ts'
import { runCommand } from '../durability/command.ts'
import { samples } from '../stack/test-archive.ts'

// Our side of the log of hand-overs (DA/T 94-2022 附录C.2); the sender keeps its own, which this project does not see.

const accepted = acceptedCase('06-employment-registration-instant')
const refused = join(samples, 'refused', '11-encrypted-pdf', 'case')

let api: ApiUnderTest
let began: number

beforeAll(async () => {
  began = Date.now()
  api = await openApi()
  await api.handOver(accepted)
  await api.handOver(accepted)
  await api.ask('/api/v1/cases', { method: 'POST', body: await formOf(refused) })
})
afterAll(() => api.close())

async function ask(query: string): Promise<readonly ToldHandover[]> {
  return (await api.read<{ events: ToldHandover[] }>(`/api/v1/handovers?${query}`)).events
}

function kinds(events: readonly ToldHandover[]) {
  return events.map(({ kind, status }) => [kind, status])
}

test('PRC-17 every hand-over is logged with kind, time and status, and a failure with its fault code', async () => {
  const events = await ask('')
  expect(kinds(events)).toEqual([
    ['received', 'processing'],
    ['archived', 'archived'],
    ['repeated', 'archived'],
    ['refused', 'refused'],
  ])
  for (const { at } of events) expect(Date.parse(at)).toBeGreaterThanOrEqual(began)
  const failed = events.filter(({ kind }) => ['refused', 'failed', 'review', 'returned'].includes(kind))
  expect(failed.map(({ code }) => code)).toEqual(['FORMATS_ENCRYPTED'])
})

test('PRC-17 the log is asked by kind, status, code, system, number and day', async () => {
  const [first, , , last] = await ask('')
  const serial = String(first?.serialNumber)
  expect(kinds(await ask('kind=refused'))).toEqual([['refused', 'refused']])
  expect(await ask('status=archived')).toHaveLength(2)
  expect(await ask('code=FORMATS_ENCRYPTED')).toEqual([last])
  expect(await ask('code=FORMATS_DAMAGED')).toEqual([])
  expect(await ask(`serial=${serial}`)).toHaveLength(3)
  expect(await ask('system=ZWFW-430100')).toHaveLength(4)
  expect(await ask('system=ANOTHER')).toEqual([])
  expect(await ask('from=2000-01-01')).toHaveLength(4)
  expect(await ask('to=2000-01-01')).toEqual([])
  expect(await ask(`after=${first?.id}&limit=1`)).toMatchObject([{ kind: 'archived' }])
})

test('PRC-17 the command tells the same as HTTP', async () => {
  const { code, stdout } = await runCommand(['case', 'log', '--kind', 'refused', '--json'], api.archive.environment)
  expect([
    code,
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ]).toEqual([0, await ask('kind=refused')])
})

test.for(handoverKinds.filter((kind) => ['failed', 'refused', 'review', 'returned'].includes(kind)))(
  'PRC-17 PostgreSQL keeps no entry that is %s without a fault code',
  async (kind) => {
    const { pool } = api.archive.catalogue
    const entering = pool.query(
      `insert into handover_log (at, kind, folder, stage) values (now(), '${kind}', 'x', 'capture')`,
    )
    await expect(entering).rejects.toMatchObject({ code: '23514' })
  },
)

test('PRC-17 a hand-over that fails by a fault of ours is logged with a code too', async () => {
  const dispatch = () => Promise.reject(new TypeError('a mistake'))
  const tools = { ...api.archive, limits: defaultCaptureLimits, dispatch }
  await expect(captureCase(folderSource(acceptedCase('03-advert-not-accepted')), tools)).rejects.toThrow('a mistake')
  expect(await ask('kind=failed')).toMatchObject([{ code: 'PROCESSING_FAILED', stage: 'capture' }])
})

test('PRC-17 every answer that is a failure has a code: the description of the API promises it', async () => {
  const { paths, components } = await api.read<Described>('/api/openapi.json')
  expect(components.schemas['Problem']?.required).toContain('code')
  const failures = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ responses }) => Object.entries(responses).filter(([status]) => Number(status) >= 400))
  expect(failures.length).toBeGreaterThan(50)
  const schemas = failures.map(([, { content = {} }]) => content['application/problem+json']?.schema.$ref)
  expect(new Set(schemas)).toEqual(new Set(['#/components/schemas/Problem']))
})

test('PRC-17 a command that fails for no refusal says a code', async () => {
  const { environment } = api.archive
  const { code, stderr } = await runCommand(['status'], { ...environment, LOG_LEVEL: 'loud' })
  expect([code, stderr]).toEqual([expect.any(Number), expect.stringMatching(/^CONFIGURATION_INVALID {2}/m)])
  expect(code).not.toBe(0)
})

/** What the test reads of an OpenAPI document. */
type Described = {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, DescribedResponse> }>>
  readonly components: { readonly schemas: Record<string, { readonly required?: readonly string[] }> }
}
type DescribedResponse = { readonly content?: Record<string, { readonly schema: { readonly $ref?: string } }> }
