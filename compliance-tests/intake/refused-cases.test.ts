import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

type Expected = {
  readonly mustRefuse: boolean
  readonly folder?: string
  readonly folders?: readonly string[]
  readonly hint: string
  readonly latestStage: string
  readonly make?: { readonly symlink: { readonly path: string; readonly target: string } }
}

const refused = join(samples, 'refused')
const names = (await readdir(refused, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const expectations = new Map<string, Expected>()
for (const name of names) {
  expectations.set(name, JSON.parse(await readFile(join(refused, name, 'expected.json'), 'utf8')) as Expected)
}
const single = [...expectations].filter(([, { mustRefuse, folder }]) => mustRefuse && folder !== undefined)

let archive: TestArchive
let copies: string

beforeAll(async () => {
  archive = await openTestArchive()
  copies = await mkdtemp(join(tmpdir(), 'guidang-refused-'))
})
afterAll(async () => {
  await archive.close()
  await rm(copies, { recursive: true })
})

test('the sample set is whole', () => {
  expect(single).toHaveLength(27)
})

test.for(single)(
  '%s is refused for the reason that it names, and nothing of it is kept [PRC-14, PRC-16]',
  async ([name, expected]) => {
    const [outcome] = await archive.capture(await handOver(name, expected))
    expect(outcome).toMatchObject({ outcome: 'refused', message: expect.stringMatching(/[\u4e00-\u9fff]/) })
    expect(outcome?.code?.startsWith(`${expected.hint}_`), `${outcome?.code} is of family ${expected.hint}`).toBe(true)
    expect(await archive.staged()).toEqual([])
    expect(await archive.stored()).toEqual([])
    const kept = await archive.catalogue.pool.query('select count(*)::int as cases from case_file')
    expect(kept.rows).toEqual([{ cases: 0 }])
  },
)

test('a refusal is kept, without numbers of persons [MET-14]', async () => {
  const { rows } = await archive.catalogue.pool.query<{ faults: { code: string; found?: string }[] }>(
    `select faults from refusal where faults->0->>'code' like 'IDENTIFIERS%'`,
  )
  expect(rows).toHaveLength(2)
  expect(rows.flatMap(({ faults }) => faults).map(({ found }) => found)).toEqual([undefined, undefined])
})

test('the good control case is archived', async () => {
  const [outcome] = await archive.capture(join(refused, '00-control-good', 'case'))
  expect(outcome).toMatchObject({ outcome: 'archived', documents: 3 })
})

test('other content under a known identity is refused, and the same again is answered with the first result [PRC-14, PRC-18]', async () => {
  const [first] = await archive.capture(join(refused, '28-same-identity-other-bytes', 'first'))
  expect(first).toMatchObject({ outcome: 'archived' })
  const before = await archive.stored()
  const [second] = await archive.capture(join(refused, '28-same-identity-other-bytes', 'second'))
  expect(second).toMatchObject({ outcome: 'refused', code: 'IDENTITY_CONFLICT' })
  const [again] = await archive.capture(join(refused, '28-same-identity-other-bytes', 'first'))
  expect(again).toMatchObject({ outcome: 'archived', number: first?.number, repeated: true })
  expect(await archive.stored()).toEqual(before)
})

/** Copies the case where something has to be made first: the link is not kept in the sample set. */
async function handOver(name: string, { folder = 'case', make }: Expected): Promise<string> {
  if (make === undefined) return join(refused, name, folder)
  await cp(join(refused, name), join(copies, name), { recursive: true })
  await symlink(make.symlink.target, join(copies, name, make.symlink.path))
  return join(copies, name, folder)
}
