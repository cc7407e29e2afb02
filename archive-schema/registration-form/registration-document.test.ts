import { expect, test } from 'vitest'
import { exampleAnswer, exampleCheck, exampleForm, exampleSignature } from './example-form.ts'
import type { RegistrationAct } from './registration-act.ts'
import { formJson, packagesDigest, RegistrationDocument, readDocument } from './registration-document.ts'

const check: RegistrationAct = { kind: 'check', act: exampleCheck }
const read = (...acts: readonly RegistrationAct[]) => readDocument(exampleForm, acts)
const outcomeOf = (document: RegistrationDocument, field: string) =>
  document.check?.results.find((result) => result.field === field)?.outcome
const forming = exampleSignature('forming', '陈立')

test('the state follows from the acts', () => {
  expect(read().state).toBe('registered')
  expect(read(check).state).toBe('checked')
  expect(read(check, forming).state).toBe('signing')
  expect(read(check, forming, exampleSignature('archives', '赵敏')).state).toBe('closed')
})

test('the last answer about these very packages holds, a check that finds others takes it away', () => {
  const answered = read(check, exampleAnswer('reliability', 'FAIL'), exampleAnswer('reliability'))
  expect(outcomeOf(answered, 'reliability')).toBe('PASS')
  expect(outcomeOf(read(check, exampleAnswer('reliability'), check), 'reliability')).toBe('PASS')
  const [record] = exampleCheck.contents.records
  const other = { ...exampleCheck.contents, records: record === undefined ? [] : [record, { ...record, number: '2' }] }
  expect(packagesDigest(other)).not.toBe(packagesDigest(exampleCheck.contents))
  const changed: RegistrationAct = { kind: 'check', act: { ...exampleCheck, contents: other } }
  expect(outcomeOf(read(check, exampleAnswer('reliability'), changed), 'reliability')).toBe('MANUAL_REVIEW')
})

test('an answer does not change a row that reports fill', () => {
  expect(outcomeOf(read(check, exampleAnswer('authenticity')), 'authenticity')).toBe('NOT_CHECKED')
})

test('a later check or answer takes signatures away', () => {
  expect(read(check, forming, check).signatures).toEqual([])
  expect(read(check, forming, exampleAnswer('reliability')).signatures).toEqual([])
})

test('its JSON is one text for one form, whatever order its keys came in', () => {
  const document = read(check, exampleAnswer('reliability'), forming)
  const shuffled = Object.fromEntries(Object.entries(document).toReversed()) as RegistrationDocument
  expect(formJson(shuffled)).toBe(formJson(document))
  expect(RegistrationDocument.parse(JSON.parse(formJson(document)))).toEqual(document)
})
