import { expect, test } from 'vitest'
import { readXml } from '#archive-schema/xml/read-xml.ts'
import { exampleAnswer, exampleCheck, exampleForm, exampleSignature } from './example-form.ts'
import { formFile, writeFormXml } from './form-xml.ts'
import { readDocument } from './registration-document.ts'
import { registrationForm } from './registration-profile.ts'

const document = readDocument(exampleForm, [
  { kind: 'check', act: exampleCheck },
  exampleAnswer('reliability'),
  exampleSignature('forming', '陈立'),
])
const { titleAttribute } = registrationForm.xml

test('every row stands in it by the names of the profile, and is read back', () => {
  const xml = writeFormXml(registrationForm, document)
  const values = readXml(titleAttribute, formFile(registrationForm), xml)
  expect(values).toMatchObject({
    number: exampleForm.number,
    records: '1',
    bytes: '120',
    manner: '在线归档',
    mediumAppearance: { outcome: 'NOT_APPLICABLE' },
    reliability: { outcome: 'PASS', by: '李强' },
    formingSignature: '陈立（科长）',
    formingDate: '2026-08-03',
    counts: [{ rule: 'GD-2-1', outcome: 'PASS', expected: '1', found: '1' }, { rule: 'GD-2-2' }],
    archived: [{ bytes: '120', reportSha256: 'cd'.repeat(32) }],
    refused: [{ folder: '退回', code: 'FORMATS_EMPTY' }],
  })
})

test('other names of a profile are other names in the file', () => {
  const fields = registrationForm.fields.map((field) => ({
    ...field,
    tag: `x_${field.tag}`,
    title: `${field.title}甲`,
  }))
  const text = new TextDecoder().decode(writeFormXml({ ...registrationForm, fields }, document))
  expect(text).toContain('<x_unit_name title="单位名称甲">某局</x_unit_name>')
  expect(text).not.toContain('<unit_name')
})
