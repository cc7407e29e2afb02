import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import {
  type ApiUnderTest,
  acceptedCase,
  formOf,
  openApi,
  type ToldCase,
  type ToldProblem,
} from '../access/api-under-test.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { installPrograms } from '../stack/install-programs.ts'
import { bytesOfOne, entryOf, unit } from './batch-under-test.ts'

let api: ApiUnderTest
let folder: string
const forms = '/api/v1/registration-forms'
const batch = `${unit}-20261101`
const second = `${batch}-02`
const sample = acceptedCase('03-advert-not-accepted')

beforeAll(async () => {
  await installPrograms([{ program: 'chromium', debianPackage: 'chromium' }])
  api = await openApi()
  folder = await mkdtemp(join(tmpdir(), 'forms-'))
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

const send = (path: string, body: object, etag?: string) =>
  api.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(etag === undefined ? {} : { 'if-match': etag }) },
    body: JSON.stringify(body),
  })
const problemOf = async (response: Response) => {
  const { status, code } = (await response.json()) as ToldProblem
  return [status, code]
}
const guidang = (...args: readonly string[]) => runCommand(['registration-form', ...args], api.archive.environment)

test('over HTTP: registered, handed in, checked, answered, signed and read in every form', async () => {
  const opened = await send(forms, { number: batch, entry: entryOf(1), by: '王芳' })
  expect([opened.status, opened.headers.get('etag')]).toEqual([201, '"1.0"'])
  expect(await problemOf(await send(forms, { number: batch, entry: entryOf(1), by: '王芳' }))).toEqual([
    409,
    'REGISTRATION_FORM_EXISTS',
  ])
  const taken = await api.ask(`/api/v1/cases?batch=${batch}`, { method: 'POST', body: await formOf(sample) })
  const { id } = (await taken.json()) as ToldCase
  expect([taken.status, await api.ended(id)]).toEqual([202, expect.objectContaining({ outcome: 'archived', batch })])
  const checked = await api.ask(`${forms}/${batch}/checks`, { method: 'POST' })
  expect(await checked.json()).toMatchObject({ form: { state: 'checked', step: 1 } })
  let etag = '"1.1"'
  for (const field of ['可靠性', '技术方法']) {
    const answered = await send(
      `${forms}/${batch}/answers`,
      { field, outcome: 'PASS', by: '李强', remark: '逐件核对' },
      etag,
    )
    expect(answered.status).toBe(201)
    etag = answered.headers.get('etag') ?? ''
  }
  const signatures = `${forms}/${batch}/signatures`
  expect(await problemOf(await send(signatures, { side: 'forming', by: '陈立' }))).toEqual([
    428,
    'REQUEST_PRECONDITION',
  ])
  expect(await problemOf(await send(signatures, { side: 'forming', by: '陈立' }, '"1.1"'))).toEqual([
    412,
    'REGISTRATION_FORM_CHANGED',
  ])
  expect(await problemOf(await send(signatures, { side: 'forming', by: ' ' }, etag))).toEqual([400, 'REQUEST_INVALID'])
  const unsigned = await api.ask(`${forms}/${batch}?format=p7s`)
  expect(await problemOf(unsigned)).toEqual([409, 'REGISTRATION_NOT_SIGNED'])
  const first = await send(signatures, { side: 'forming', by: '陈立' }, etag)
  const closed = await send(signatures, { side: 'archives', by: '赵敏' }, first.headers.get('etag') ?? '')
  expect(await closed.json()).toMatchObject({ state: 'closed' })
  for (const [format, type] of [
    ['json', 'application/json'],
    ['xml', 'application/xml; charset=utf-8'],
    ['html', 'text/html; charset=utf-8'],
    ['p7s', 'application/pkcs7-signature'],
  ] as const) {
    const response = await api.ask(`${forms}/${batch}?format=${format}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
  }
  expect(await api.read(forms)).toMatchObject({ forms: [{ number: batch, state: 'closed' }] })
})

test.for<[string, object, number, string]>([
  ['a number of no batch', { number: '430190', entry: entryOf(1), by: '王芳' }, 400, 'REGISTRATION_NUMBER_INVALID'],
  ['rows that are missing', { number: second, entry: {}, by: '王芳' }, 422, 'REGISTRATION_ENTRY_INVALID'],
  ['nobody who registers', { number: second, entry: entryOf(1), by: ' ' }, 400, 'REQUEST_INVALID'],
  [
    'a correction of what nobody saw',
    { number: batch, entry: entryOf(1), by: '王芳', reason: '更正' },
    428,
    'REQUEST_PRECONDITION',
  ],
])('over HTTP %s is refused', async ([, body, status, code]) => {
  expect(await problemOf(await send(forms, body))).toEqual([status, code])
})

test('a form that is not there is 404, one that nobody may see is 401', async () => {
  expect(await problemOf(await api.ask(`${forms}/${second}`))).toEqual([404, 'REGISTRATION_FORM_MISSING'])
  expect((await api.askAnonymously(`${forms}/${batch}`)).status).toBe(401)
})

test('a case does not move to another batch, and not into that of another unit', async () => {
  const handIn = async (under: string, name: string) =>
    problemOf(await api.ask(`/api/v1/cases?batch=${under}`, { method: 'POST', body: await formOf(acceptedCase(name)) }))
  expect(await handIn(`${unit}-20261102`, '03-advert-not-accepted')).toEqual([409, 'REGISTRATION_BATCH_CONFLICT'])
  expect(await handIn(batch, '06-employment-registration-instant')).toEqual([422, 'REGISTRATION_BATCH_UNIT'])
  expect(await handIn('20261102', '03-advert-not-accepted')).toEqual([400, 'REGISTRATION_NUMBER_INVALID'])
  const again = await api.ask(`/api/v1/cases?batch=${batch}`, { method: 'POST', body: await formOf(sample) })
  expect(again.status).toBe(200)
})

test('NAM-02 by command: the second batch of the day, from registration to the printed form', async () => {
  const rows = Object.entries({ ...entryOf(1), 字节: bytesOfOne + 64_800 }).flatMap(([row, value]) => [
    '--set',
    `${row}=${value}`,
  ])
  const bare = await guidang('check', second, '--json')
  expect([bare.code, jsonLines(bare)]).toEqual([1, [expect.objectContaining({ number: second })]])
  expect(await guidang('open', second, ...rows, '--by', '王芳')).toMatchObject({ code: 0 })
  expect(await guidang('open', second, ...rows, '--set', '件=1', '--by', '王芳')).toMatchObject({ code: 1 })
  const captured = await runCommand(
    ['capture', '--json', '--batch', second, acceptedCase('08b-restaurant-joint-child-urban')],
    api.archive.environment,
  )
  expect(captured).toMatchObject({ code: 0 })
  const checked = await guidang('check', second)
  expect(checked.code).toBe(0)
  expect(checked.stdout).toMatch(/GD-2-1 +PASS/)
  for (const row of ['可靠性', '技术方法'])
    await guidang('answer', second, '--row', row, '--outcome', 'pass', '--by', '李强', '--remark', '逐件核对')
  expect(await guidang('sign', second, '--side', 'archives', '--by', '赵敏')).toMatchObject({ code: 1 })
  expect(await guidang('sign', second, '--side', 'forming', '--by', '陈立')).toMatchObject({ code: 0 })
  expect(await guidang('sign', second, '--side', 'archives', '--by', '赵敏')).toMatchObject({ code: 0 })
  expect((await guidang('list')).stdout).toContain(`${second}  1   已签章`)
  expect((await guidang('show', second)).stdout).toContain('档案部门  赵敏')
  const pdf = join(folder, 'form.pdf')
  expect(await guidang('print', second, '-o', pdf)).toMatchObject({ code: 0 })
  expect(await guidang('print', second, '-o', join(folder, 'form.doc'))).toMatchObject({ code: 1 })
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(await readFile(pdf))
  const text = document.getPage(0).getText()
  document.destroy()
  library.destroy()
  expect(text.replaceAll(' ', '')).toContain(registrationForm.title)
  expect(text).toContain('陈立')
})
