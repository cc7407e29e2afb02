import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import { type ApiUnderTest, acceptedCase, openApi, type ToldProblem } from '../access/api-under-test.ts'
import { jsonLines, runCommand } from '../durability/command.ts'

type ToldDescription = {
  readonly version: number
  readonly elements: readonly { readonly element: string; readonly value: unknown }[]
  readonly history: readonly { readonly version: number; readonly by: string; readonly changes: readonly unknown[] }[]
}
type ToldPage = { readonly total: number; readonly hits: readonly { readonly title: string }[] }

let api: ApiUnderTest
let number: string
let path: string

beforeAll(async () => {
  api = await openApi()
  number = (await api.handOver(acceptedCase('06-employment-registration-instant'))).number ?? ''
  path = `/api/v1/records/${number}`
})
afterAll(() => api.close())

const signed = { by: '档案员甲', reason: '核对原件' }

/** Asks for a correction of the version that was seen. */
function correct(set: object, version: number | undefined, about: object = signed): Promise<Response> {
  const seen = version === undefined ? {} : { 'if-match': `"${version}"` }
  const headers = { 'content-type': 'application/json', ...seen }
  return api.ask(`${path}/description`, { method: 'PATCH', headers, body: JSON.stringify({ set, ...about }) })
}

async function refusal(answer: Promise<Response>): Promise<readonly [number, string]> {
  const response = await answer
  return [response.status, ((await response.json()) as ToldProblem).code]
}

const described = () => api.read<ToldDescription>(`${path}/description`)
const found = (q: string) => api.read<ToldPage>(`/api/v1/records?q=${encodeURIComponent(q)}`)

test('MET-35 a correction is a new version: shown, searched and told with before and after; the old one stays readable', async () => {
  const before = await described()
  const sealedTitle = before.elements.find(({ element }) => element === 'title')?.value
  expect(before).toMatchObject({ version: 1, history: [] })

  const answer = await correct({ 题名: '更正后的题名甲', descriptors: ['稳定就业', '灵活参保'] }, 1)
  expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"'])
  await correct({ title: '更正后的题名乙', annotations: ['卷皮破损'] }, 2)

  const at = (version: number) => api.read<ToldDescription>(`${path}/description?version=${version}`)
  expect(await at(1)).toEqual(before)
  const second = await at(2)
  expect([second.version, second.elements[0]?.value]).toEqual([2, '更正后的题名甲'])
  expect(await at(3)).toEqual(await described())
  expect(await at(4)).toMatchObject({ status: 400, code: 'REQUEST_INVALID' })

  const shown = await api.read<{ title: string; description: ToldDescription; metadata: { case: { title: string } } }>(
    path,
  )
  expect(shown).toMatchObject({ title: '更正后的题名乙', metadata: { case: { title: sealedTitle } } })
  expect(shown.description).toEqual(await described())
  expect(shown.description).toMatchObject({
    version: 3,
    history: [
      {
        version: 2,
        ...signed,
        changes: [
          { element: 'title', before: sealedTitle, after: '更正后的题名甲' },
          { element: 'descriptors', after: ['稳定就业', '灵活参保'] },
        ],
      },
      { version: 3, changes: [{ before: '更正后的题名甲', after: '更正后的题名乙' }, { element: 'annotations' }] },
    ],
  })
})

test('MET-35 search finds by the newest version and no more by one before it', async () => {
  for (const term of ['更正后的题名乙', '灵活参保', '卷皮破损', number]) {
    expect(await found(term), term).toMatchObject({ total: 1, hits: [{ title: '更正后的题名乙' }] })
  }
  expect(await found('更正后的题名甲')).toMatchObject({ total: 0 })
})

test('MET-35 the sealed package, its evidence and the registered metadata stay as they were', async () => {
  const record = await requireRecord(api.archive.catalogue, number)
  expect(await verifyStored(api.archive, record)).toMatchObject({ ok: true })
  expect(await inspectStored(api.archive, record)).toMatchObject({ outcome: 'PASS' })
})

test.for([
  ['year', '2020'],
  ['保管期限', 'Y'],
  ['archivalCode', '0117-ZY·ZW·2025·D10·430131012001-0009'],
  ['电子文件号', 'x'],
  ['process[0].agentName', '他人'],
  ['documents[0].standardName', '其他材料'],
  ['办理结果', '不予许可'],
  ['密级', '内部'],
])('MET-21 %s cannot be changed over HTTP', async ([element = '', value]) => {
  const { version } = await described()
  expect(await refusal(correct({ [element]: value }, version))).toEqual([422, 'DESCRIPTION_FIXED'])
  expect(await described()).toMatchObject({ version })
})

test('what does not fit its element is refused and makes no version', async () => {
  const { version } = await described()
  expect(await refusal(correct({ openness: '公开' }, version))).toEqual([422, 'DESCRIPTION_ELEMENT'])
  expect(await refusal(correct({ title: '长'.repeat(301) }, version))).toEqual([422, 'DESCRIPTION_ELEMENT'])
  expect(await refusal(correct({ title: '新' }, version, { by: '', reason: 'x' }))).toEqual([
    422,
    'DESCRIPTION_ELEMENT',
  ])
  expect(await refusal(correct({ title: '新' }, version, {}))).toEqual([400, 'REQUEST_INVALID'])
  expect(await refusal(correct({ title: 7 }, version))).toEqual([400, 'REQUEST_INVALID'])
  expect(await described()).toMatchObject({ version })
})

test.for([
  ['no JSON', '{"set"', 'application/json', 400, 'REQUEST_INVALID'],
  ['nothing', '', 'application/json', 400, 'REQUEST_INVALID'],
  ['another media type', 'title=新', 'application/x-www-form-urlencoded', 415, 'REQUEST_MEDIA_TYPE'],
  [
    'too much',
    JSON.stringify({ set: { title: '长'.repeat(2 ** 20) }, ...signed }),
    'application/json',
    413,
    'LIMITS_SIZE',
  ],
] as const)('a correction of %s is a coded refusal', async ([, body, type, status, code]) => {
  const headers = { 'content-type': type, 'if-match': '"1"' }
  expect(await refusal(api.ask(`${path}/description`, { method: 'PATCH', headers, body }))).toEqual([status, code])
})

test('a correction names the version that was seen; another version is refused', async () => {
  const { version } = await described()
  expect(await refusal(correct({ title: '新' }, undefined))).toEqual([428, 'REQUEST_PRECONDITION'])
  expect(await refusal(correct({ title: '新' }, version - 1))).toEqual([412, 'DESCRIPTION_CHANGED'])
  expect(await refusal(correct({ title: '新' }, version + 1))).toEqual([412, 'DESCRIPTION_CHANGED'])
})

test('of eight corrections at once one is taken, and the others are told', async () => {
  const { version } = await described()
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      correct({ title: `同时更正 ${i}` }, version, { by: `档案员 ${i}`, reason: '同时' }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 7 }, () => 412)])
  const now = await described()
  expect(now.version).toBe(version + 1)
  const winner = answers.findIndex(({ status }) => status === 200)
  expect(now.history.at(-1)).toMatchObject({ by: `档案员 ${winner}`, changes: [{ after: `同时更正 ${winner}` }] })
  expect(await found('同时更正')).toMatchObject({ total: 1 })
})

test('the command line corrects, clears, and refuses as the API does', async () => {
  const { version } = await described()
  const run = (...args: string[]) => runCommand(['describe', number, ...args, '--json'], api.archive.environment)
  const sign = ['--by', '档案员乙', '--reason', '复核']
  const done = await run('--set', '关键词=社保=五险', '--set', '关键词=就业', '--clear', 'annotations', ...sign)
  expect(jsonLines(done)[0]).toMatchObject({ number, version: version + 1 })
  const values = (await described()).elements.map(({ element, value }) => [element, value])
  expect(values).toContainEqual(['keywords', ['社保=五险', '就业']])
  expect(values.map(([element]) => element)).not.toContain('annotations')

  const fixed = await run('--set', '年度=2020', ...sign)
  expect([fixed.code, jsonLines(fixed)[0]]).toMatchObject([1, { code: 'DESCRIPTION_FIXED' }])
  const late = await run('--set', '题名=新', ...sign, '--if-version', '1')
  expect([late.code, jsonLines(late)[0]]).toMatchObject([1, { code: 'DESCRIPTION_CHANGED' }])
  expect((await run('--set', '题名', ...sign)).code).toBe(1)
  expect((await run('--set', '题名=新', '--by', 'x')).code).toBe(2)
})

test.for([
  `update description_version set description = '{}'`,
  `update description_version set changed_by = '他人'`,
  'delete from description_version',
  'truncate description_version',
  `insert into description_version select number, version + 100, description, changes, changed_by, reason, changed_at
   from description_version`,
])('MET-35 no version is changed in SQL, nor is one left out: %s', async (statement) => {
  await expect(api.archive.catalogue.pool.query(statement)).rejects.toMatchObject({ code: '23001' })
})
