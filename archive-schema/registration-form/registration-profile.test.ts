import { expect, test } from 'vitest'
import source from '#archive-schema/profiles/registration-form.json' with { type: 'json' }
import { parseRegistrationProfile, registrationForm } from './registration-profile.ts'

test('the form has the 20 rows of 表A.1, each with where it comes from', () => {
  expect(registrationForm.fields).toHaveLength(20)
  for (const { provenance, confidence } of registrationForm.fields)
    expect([provenance, confidence]).toEqual(['I', 'medium-high'])
  expect(registrationForm.remarks.every(({ provenance }) => provenance === 'P')).toBe(true)
})

const withField = (change: object, at = 0) => ({
  ...source,
  fields: source.fields.map((field, i) => (i === at ? { ...field, ...change } : field)),
})
const resultAt = source.fields.findIndex(({ type }) => type === 'result')

test.for<[string, object, string]>([
  ['a key that stands twice', withField({ key: 'bytes' }), 'a name stands twice'],
  ['two rows that compare one quantity', withField({ compares: source.fields[4]?.compares }), 'compared by one row'],
  [
    'a result that nothing fills',
    withField({ result: {} }, resultAt),
    'filled by clauses, by a property or by a person',
  ],
  ['a side of what nobody signs', withField({ side: 'forming' }), 'a signature has a side'],
  ['sides in another order', { ...source, sides: source.sides.toReversed() }, 'stand in another order'],
])('a profile with %s is refused', ([, profile, message]) => {
  expect(() => parseRegistrationProfile(profile)).toThrow(message)
})
