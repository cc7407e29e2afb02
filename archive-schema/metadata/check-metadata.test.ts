import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { checkMetadata } from './check-metadata.ts'
import { describeCase } from './describe-case.ts'
import { exampleArrangement, exampleParticulars } from './example-record.ts'
import type { CaseMetadata, DocumentMetadata, ProcessMetadata, RecordMetadata } from './record-metadata.ts'

const samples = new URL('../../compliance-tests/cases/accepted/', import.meta.url)

test.for(readdirSync(samples))('finds nothing wrong with the metadata of %s', (folder) => {
  expect(checkMetadata(profile, described(folder))).toEqual([])
})

const caseFaults: readonly [string, CaseMetadata, readonly string[]][] = [
  ['a mandatory element is missing [MET-08]', { caseName: undefined, title: undefined }, ['caseName ∅', 'title ∅']],
  ['a mandatory element is blank [MET-08]', { itemName: ' \n' }, ['itemName  \n']],
  [
    'a conditional element is missing under its condition [MET-09]',
    { legalRepresentative: undefined },
    ['legalRepresentative ∅'],
  ],
  ['the condition follows from a value [MET-09]', { isProject: '是' }, ['projectCode ∅', 'projectName ∅']],
  ['a value is not in the list [MET-04]', { result: '同意' }, ['result 同意']],
  ['a pattern is not met', { creditCode: '1143019000612571XI' }, ['creditCode 1143019000612571XI']],
  ['a number is none', { revision: '01' }, ['revision 01']],
  ['a day does not exist', { scopeTableEffectiveFrom: '2024-02-30' }, ['scopeTableEffectiveFrom 2024-02-30']],
  ['a time has the wrong form [MET-17]', { receivedAt: '2025-03-11T09:18:00' }, ['receivedAt 2025-03-11T09:18:00']],
  ['a time does not exist', { receivedAt: '2025-03-11 24:00:00' }, ['receivedAt 2025-03-11 24:00:00']],
  ['a control character stands in a text [MET-06]', { remarks: '甲\u0000乙' }, ['remarks 甲\u0000乙']],
  ['a surrogate stands alone', { remarks: '甲\ud842' }, ['remarks 甲\ud842']],
  ['a member of a list is wrong', { applicantNames: ['长沙', ''] }, ['applicantNames[1] ']],
  ['acceptance is after the end [MET-05]', { acceptedAt: '2025-03-20 16:32:01' }, ['finishedAt 2025-03-20 16:32:00']],
  ['archiving is before the end [MET-05]', { archivedAt: '2025-03-20 16:31:59' }, ['archivedAt 2025-03-20 16:31:59']],
  ['the total is not that of the documents [PKG-08]', { documentCount: '11' }, ['documentCount 11']],
  ['the title differs from the name of the case', { title: '其他' }, ['title 其他']],
  ['the number names another fonds [NAM-01]', { fondsCode: '0118' }, ['fondsCode 0118']],
  ['the number names another year', { year: '2024' }, ['year 2024']],
  ['the number names another period', { retentionPeriod: 'Y' }, ['retentionPeriod Y']],
  ['the number is none', { electronicRecordCode: '0117-1' }, ['electronicRecordCode 0117-1']],
]

test.for(caseFaults)('finds that %s', ([, change, found]) => {
  const sound = described('01-food-licence-granted')
  const metadata = { ...sound, case: { ...sound.case, ...change } }
  expect(faultsOf(metadata)).toEqual(found.map((fault) => `case.${fault}`))
})

test('counts length in characters, so that a rare character counts once [MET-02]', () => {
  const sound = described('01-food-licence-granted')
  const withRemarks = (remarks: string) => faultsOf({ ...sound, case: { ...sound.case, remarks } })
  expect(withRemarks('𠮷'.repeat(1000))).toEqual([])
  expect(withRemarks('𠮷'.repeat(1001))).toHaveLength(1)
})

test('does not ask for a time of acceptance when the case was not accepted [MET-09]', () => {
  const metadata = described('03-advert-not-accepted')
  expect(metadata.case.acceptedAt).toBeUndefined()
  expect(faultsOf(metadata)).toEqual([])
})

test('finds a value that the profile has no element for [MET-14]', () => {
  const sound = described('01-food-licence-granted')
  const phone: object = { applicantPhone: '13900000000' }
  expect(faultsOf({ ...sound, case: { ...sound.case, ...phone } })).toEqual(['case.applicantPhone applicantPhone'])
})

const first: DocumentMetadata = { folder: '申报文件', number: '0001' }
const documentFaults: readonly [string, number, Partial<DocumentMetadata>, readonly string[]][] = [
  [
    'two names differ in letter case only',
    1,
    { actualName: '0001_食品经营许可申请书.JPG' },
    ['1].actualName 0001_食品经营许可申请书.JPG'],
  ],
  ['a name leaves the folder', 0, { actualName: '../0001_申请书.jpg' }, ['0].actualName ../0001_申请书.jpg']],
  ['a number is left out [FPC-10]', 0, { number: '0002' }, ['0].number 0002']],
  ['a digest is none', 0, { digests: [{ algorithm: 'SM3', value: 'AB' }] }, ['0].digests[0].value AB']],
  ['a scan is not described [MET-28]', 0, { digitisation: undefined }, ['0].digitisation ∅']],
]

test.for(documentFaults)('finds that %s', ([, index, change, found]) => {
  const sound = described('01-food-licence-granted')
  const documents = sound.documents.with(index, { ...(sound.documents[index] ?? first), ...change })
  expect(faultsOf({ ...sound, documents })).toEqual(found.map((fault) => `documents[${fault}`))
})

test('finds that the bytes of the documents do not add up to the total', () => {
  const sound = described('01-food-licence-granted')
  const documents = sound.documents.with(0, { ...(sound.documents[0] ?? first), bytes: '1' })
  expect(faultsOf({ ...sound, documents })).toEqual([`explanation.totalBytes ${sound.explanation.totalBytes}`])
})

const processFaults: readonly [
  string,
  (process: readonly ProcessMetadata[]) => readonly ProcessMetadata[],
  readonly string[],
][] = [
  ['nothing was received [MET-18]', (process) => process.slice(2), ['process 收件 / 受理']],
  ['the process has no end [MET-18]', (process) => process.slice(0, -1), ['process 1 × 办结']],
  ['the process ends twice [MET-18]', (process) => [...process, ...process.slice(-1)], ['process 1 × 办结']],
  [
    'a case is left suspended [MET-18]',
    (process) => process.with(-1, { ...process.at(-1), nodeCode: '12' }),
    ['process 1 × 办结', 'process 挂起 → …'],
  ],
  [
    'a case ends while it is suspended [MET-18]',
    (process) => process.toSpliced(-1, 0, { ...process.at(-2), nodeCode: '12' }),
    ['process 挂起 → …'],
  ],
  [
    'a time decreases [MET-18]',
    (process) => process.with(1, { ...process[1], actedAt: '2025-03-11 09:17:59' }),
    ['process[1].actedAt ≥ 2025-03-11 09:18:00'],
  ],
  [
    'an act comes after the end [MET-18]',
    (process) => process.with(-1, { ...process.at(-1), actedAt: '2025-03-20 16:32:01' }),
    ['process[6].actedAt ≤ 2025-03-20 16:32:00'],
  ],
]

test.for(processFaults)('finds that %s', ([, change, expected]) => {
  const sound = described('01-food-licence-granted')
  const faults = checkMetadata(profile, { ...sound, process: change(sound.process) })
  expect(faults.map((fault) => `${fault.element} ${fault.expected}`)).toEqual(expected)
})

function described(folder: string): RecordMetadata {
  const caseFile = parseCaseFile(readFileSync(new URL(`${folder}/case.json`, samples)))
  return describeCase(profile, exampleArrangement(caseFile), exampleParticulars(profile, caseFile))
}

function faultsOf(metadata: RecordMetadata): string[] {
  return checkMetadata(profile, metadata).map(({ element, found }) => `${element} ${found}`)
}
