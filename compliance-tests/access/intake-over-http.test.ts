import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { stageNames } from '#pipelines/stage-names.ts'
import { makeCase } from '../stack/make-case.ts'
import { samples } from '../stack/test-archive.ts'
import { type ApiUnderTest, acceptedCase, formOf, openApi, type ToldCase, type ToldProblem } from './api-under-test.ts'
import { zipFolder } from './zip-folder.ts'

let api: ApiUnderTest
let folders: string

beforeAll(async () => {
  api = await openApi()
  folders = await mkdtemp(join(tmpdir(), 'guidang-http-'))
})
afterAll(async () => {
  await api.close()
  await rm(folders, { recursive: true })
})
afterEach(async () => {
  expect(await api.incoming()).toEqual([])
})

const instant = '06-employment-registration-instant'

function push(body: RequestInit['body'], headers: Record<string, string> = {}): Promise<Response> {
  return api.ask('/api/v1/cases', { method: 'POST', body: body ?? null, headers })
}

test('a case is taken in, can be followed to the end, and the same again is answered with the first result', async () => {
  const response = await push(await formOf(acceptedCase(instant)))
  expect(response.status).toBe(202)
  const taken = (await response.json()) as ToldCase
  expect(response.headers.get('location')).toBe(`/api/v1/cases/${taken.id}`)
  expect(taken.timeline[0]?.stage).toBe('capture')

  const ended = await api.ended(taken.id)
  expect(ended).toMatchObject({ outcome: 'archived', stage: 'preservation', number: expect.any(String) })
  expect(ended.timeline.map(({ stage }) => stage)).toEqual(stageNames)
  expect(await api.read(`/api/v1/cases/${ended.number}`)).toEqual(ended)

  const again = await push(await formOf(acceptedCase(instant), (path) => path))
  expect(again.status).toBe(200)
  expect(again.headers.get('location')).toBe(`/api/v1/cases/${taken.id}`)
  expect(await again.json()).toEqual(ended)
})

test('other content under a known identity is refused with 409', async () => {
  const pair = join(samples, 'refused', '28-same-identity-other-bytes')
  expect(await api.handOver(join(pair, 'first'))).toMatchObject({ outcome: 'archived' })
  const before = await api.archive.stored()
  const response = await push(await formOf(join(pair, 'second')))
  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({ code: 'IDENTITY_CONFLICT', type: '/problems/identity-conflict' })
  expect(await api.archive.stored()).toEqual(before)
})

test('a case is taken in with file names in another Unicode form, and without folder', async () => {
  const folder = await makeCase(instant, join(folders, 'names'), 'HTTP-NAMES', (caseJson) => {
    Object.assign(caseJson['materials']?.['0']?.['files']?.['0'] ?? {}, { path: 'files/Café.pdf' })
  })
  const [original = ''] = (await readdir(join(folder, 'files'))).toSorted()
  await rename(join(folder, 'files', original), join(folder, 'files', 'Café.pdf'))
  const form = await formOf(folder, (path) => path.normalize('NFD'))
  expect(form.getAll('file').map((part) => (part as File).name)).toContain('Cafe\u0301.pdf')
  const response = await push(form)
  expect(response.status).toBe(202)
  expect(await api.ended(((await response.json()) as ToldCase).id)).toMatchObject({ outcome: 'archived' })
})

test('a case is taken in with case.json as a plain field', async () => {
  const folder = await makeCase(instant, join(folders, 'field'), 'HTTP-FIELD')
  const form = await formOf(folder)
  form.set('case', await readFile(join(folder, 'case.json'), 'utf8'))
  const response = await push(form)
  expect(response.status).toBe(202)
  expect(await api.ended(((await response.json()) as ToldCase).id)).toMatchObject({ outcome: 'archived' })
})

test('a case is taken in as a ZIP', async () => {
  const folder = await makeCase(instant, join(folders, 'zip'), 'HTTP-ZIP')
  const response = await push(await zipFolder(folder), { 'content-type': 'application/zip' })
  expect(response.status).toBe(202)
  expect(await api.ended(((await response.json()) as ToldCase).id)).toMatchObject({ outcome: 'archived' })
  const again = await push(await formOf(folder))
  expect(again.status).toBe(200)
})

test('ten hand-overs of one case at once make one record', async () => {
  const folder = await makeCase(instant, join(folders, 'at-once'), 'HTTP-AT-ONCE')
  const forms = await Promise.all(Array.from({ length: 10 }, () => formOf(folder)))
  const responses = await Promise.all(forms.map((form) => push(form)))
  expect(responses.map(({ status }) => status).toSorted()).toEqual([...Array(9).fill(200), 202])
  const told = (await Promise.all(responses.map((response) => response.json()))) as ToldCase[]
  expect(new Set(told.map(({ id }) => id)).size).toBe(1)
  expect(await api.ended(told[0]?.id ?? '')).toMatchObject({ outcome: 'archived' })
})

type Expected = {
  readonly mustRefuse: boolean
  readonly folder?: string
  readonly hint: string
  readonly make?: object
}

const refused: [string, string, string][] = []
for (const name of await readdir(join(samples, 'refused'))) {
  if (name.endsWith('.json')) continue
  const place = join(samples, 'refused', name)
  const expected = JSON.parse(await readFile(join(place, 'expected.json'), 'utf8')) as Expected
  // A link cannot be uploaded.
  if (!expected.mustRefuse || expected.folder === undefined || expected.make !== undefined) continue
  refused.push([name, expected.hint, join(place, expected.folder)])
}

test('the sample set is whole', () => {
  expect(refused).toHaveLength(26)
})

/** Refused by a later stage than capture: the answer to the hand-over is that it was taken in. */
const later = new Set(['22-unknown-item-code', '23-granted-without-result', '27-required-material-missing'])

test.for(refused)(
  '%s is refused over HTTP for the reason %s, and nothing of it is kept',
  async ([name, hint, folder]) => {
    const before = [await api.archive.stored(), await countCases()]
    const response = await push(await formOf(folder))
    if (later.has(name)) {
      expect(response.status).toBe(202)
      const ended = await api.ended(((await response.json()) as ToldCase).id)
      expect(ended).toMatchObject({ outcome: 'refused', faults: [{ code: expect.stringMatching(`^${hint}_`) }] })
    } else {
      expect(response.status).toBe(hint === 'LIMITS' ? 413 : 422)
      expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
      const problem = (await response.json()) as ToldProblem
      expect(problem.code.startsWith(`${hint}_`), `${problem.code} is of family ${hint}`).toBe(true)
      expect(problem).toMatchObject({ status: response.status, instance: '/api/v1/cases' })
      expect(problem.detail).toMatch(/[\u4e00-\u9fff]/)
    }
    expect([await api.archive.stored(), await countCases()]).toEqual(before)
    // A later stage tells its refusal a moment before it takes the files away.
    await expect.poll(api.archive.staged).toEqual([])
  },
)

async function countCases(): Promise<number> {
  const { rows } = await api.archive.catalogue.pool.query('select id from case_file')
  return rows.length
}
