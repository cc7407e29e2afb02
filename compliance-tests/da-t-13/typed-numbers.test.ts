import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiUnderTest, acceptedCase, openApi, type ToldCase, type ToldProblem } from '../access/api-under-test.ts'
import { jsonLines, runCommand } from '../durability/command.ts'

let api: ApiUnderTest
let archived: ToldCase

beforeAll(async () => {
  api = await openApi()
  archived = await api.handOver(acceptedCase('06-employment-registration-instant'))
})
afterAll(() => api.close())

const ways: readonly [string, (number: string) => string][] = [
  ['•', (number) => number.replaceAll('·', '\u2022')],
  ['・', (number) => number.replaceAll('·', '\u30fb')],
  ['‧', (number) => number.replaceAll('·', '\u2027')],
  ['an en dash', (number) => number.replaceAll('-', '\u2013')],
  [
    'full width',
    (number) => number.replaceAll(/[!-~]/g, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)),
  ],
  ['Cyrillic letters', (number) => number.replaceAll('Y', '\u04ae')],
  ['blanks around it', (number) => ` ${number}\t`],
  ['a zero-width blank', (number) => `${number.slice(0, 5)}\u200b${number.slice(5)}`],
]

test.for(ways)('NAM-06 a record is shown, verified and found when its number is typed with %s', async ([, typed]) => {
  for (const number of [archived.number, archived.archivalCode]) {
    const path = `/api/v1/records/${encodeURIComponent(typed(number ?? ''))}`
    expect(await api.read(path)).toMatchObject({ number: archived.number, archivalCode: archived.archivalCode })
    expect(await api.read(`${path}/verification`)).toMatchObject({ ok: true, number: archived.number })
    const words = encodeURIComponent(typed(number ?? '').trim())
    expect(await api.read(`/api/v1/records?q=${words}`)).toMatchObject({ hits: [{ number: archived.number }] })
  }
})

test('NAM-06 where there is no such record, the characters that are wrong are told', async () => {
  const path = `/api/v1/records/${encodeURIComponent('0117-ZY•ZW·2025·D10·430131012001-9999')}`
  const problem = await api.read<ToldProblem>(path, { headers: { 'accept-language': 'zh' } })
  expect(problem).toMatchObject({ status: 404, code: 'RECORD_NOT_FOUND' })
  expect(problem.detail).toContain('第 8 个字符 (character) • (U+2022) 应为 (should be) · (U+00B7)')
})

test('NAM-06 the command line takes a number as typed', async () => {
  const typed = archived.archivalCode?.replaceAll('·', '•') ?? ''
  const shown = await runCommand(['show', typed, '--json'], api.archive.environment)
  expect(jsonLines(shown)).toMatchObject([{ number: archived.number }])
  const missing = await runCommand(['show', `${typed}9`, '--json'], api.archive.environment)
  expect([missing.code, jsonLines(missing)[0]]).toMatchObject([1, { code: 'RECORD_NOT_FOUND' }])
  expect(missing.stderr).toContain('U+2022')
})
