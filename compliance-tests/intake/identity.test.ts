import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseOutcome } from '#services/intake/case-outcome.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { CaseDraft } from './case-draft.ts'

let archive: TestArchive
let folder: string
let first: CaseOutcome | undefined
let cases = 0

beforeAll(async () => {
  archive = await openTestArchive()
  folder = await mkdtemp(join(tmpdir(), 'guidang-identity-'))
  first = await handOver(() => {})
})
afterAll(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

test('the first hand-over of a case is archived', () => {
  expect(first).toMatchObject({ outcome: 'archived', number: expect.any(String) })
})

test.for([
  ['under another folder name', () => {}],
  [
    'written in another way',
    (draft: CaseDraft) => {
      const reversed = Object.fromEntries(Object.entries(draft.json).toReversed())
      draft.caseJson = Buffer.from(JSON.stringify(reversed))
    },
  ],
] as const)('the same case %s is answered with the first result', async ([, change]) => {
  const before = await archive.stored()
  expect(await handOver(change)).toMatchObject({ outcome: 'archived', number: first?.number, repeated: true })
  expect(await archive.stored()).toEqual(before)
})

test.for([
  ['other bytes of a file', (draft: CaseDraft) => draft.replace(contract, draft.content(form))],
  ['another name of a file', (draft: CaseDraft) => draft.rename(contract, 'files/合同.pdf')],
  ['another word in case.json', (draft: CaseDraft) => draft.set('case.remarks', '更正')],
  ['another time of the hand-over', (draft: CaseDraft) => draft.set('source.exportedAt', '2025-04-30T09:00:00+08:00')],
  ['a file more', (draft: CaseDraft) => draft.attach('files/补充.pdf', draft.content(form))],
] as const)('the same identity with %s is refused, and nothing of it is kept', async ([, change]) => {
  const before = await archive.stored()
  expect(await handOver(change)).toMatchObject({
    outcome: 'refused',
    code: 'IDENTITY_CONFLICT',
    message: expect.stringContaining('identity-0001 r1'),
  })
  expect(await archive.stored()).toEqual(before)
  expect(await archive.staged()).toEqual([])
})

test.for([
  ['revision', (draft: CaseDraft) => draft.set('source.revision', 2)],
  ['serial number', (draft: CaseDraft) => draft.set('source.serialNumber', 'identity-0002')],
] as const)('the same content under another %s is another case', async ([, change]) => {
  const outcome = await handOver(change)
  expect(outcome).toMatchObject({ outcome: 'archived', number: expect.any(String) })
  expect([outcome?.number, outcome?.repeated]).not.toEqual([first?.number, true])
})

test('the number of a case of the same body under another handling system waits for a person [MET-12]', async () => {
  const outcome = await handOver((draft) => draft.set('source.systemCode', 'ZWFW-430199'))
  expect(outcome).toMatchObject({ outcome: 'review', message: expect.stringContaining('业务流水号') })
})

test.for([
  ['at once', (draft: CaseDraft) => draft.files.delete(contract)],
  ['after it was captured', (draft: CaseDraft) => draft.without('劳动合同')],
] as const)('the identity of a case that was refused %s is free for the corrected one', async ([name, spoil]) => {
  const identify = (draft: CaseDraft) => draft.set('source.serialNumber', `identity-${name.length}-again`)
  const refused = await handOver((draft) => spoil(identify(draft)))
  expect(refused?.outcome).toBe('refused')
  expect(await handOver(identify)).toMatchObject({ outcome: 'archived' })
})

test('of two contents under one identity that come together one is archived and the other is refused [PRC-26]', async () => {
  const identify = (draft: CaseDraft) => draft.set('source.serialNumber', 'identity-together')
  const paths = [await write(identify), await write((draft) => identify(draft).set('case.remarks', '另一份'))]
  const outcomes = await archive.capture(...paths)
  expect(outcomes.map(({ outcome, code }) => code ?? outcome)).toEqual(['archived', 'IDENTITY_CONFLICT'])
})

const form = 'files/0001_就业登记申请表.pdf'
const contract = 'files/0002_劳动合同.pdf'

async function handOver(change: (draft: CaseDraft) => unknown): Promise<CaseOutcome | undefined> {
  const [outcome] = await archive.capture(await write(change))
  return outcome
}

async function write(change: (draft: CaseDraft) => unknown): Promise<string> {
  const draft = (await CaseDraft.of('06')).set('source.serialNumber', 'identity-0001')
  await change(draft)
  cases += 1
  const path = join(folder, `case-${String(cases).padStart(3, '0')}`)
  await draft.write(path)
  return path
}
