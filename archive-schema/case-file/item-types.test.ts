import { expect, test } from 'vitest'
import profile from '#archive-schema/profiles/item-types.json' with { type: 'json' }
import { itemTypes, parseItemTypes } from './item-types.ts'

test('a type more is data', () => {
  const types = [...profile.types, { name: '行政强制', onApplication: false }]
  expect(parseItemTypes({ ...profile, types })).toEqual([...itemTypes, '行政强制'])
})

test.for([
  ['without a source', { source: '' }],
  ['without a type', { types: [] }],
  ['with a type twice', { types: [...profile.types, profile.types[0]] }],
  ['with a type that has no name', { types: [{ name: '', onApplication: true }] }],
] as const)('a profile %s is refused', ([, change]) => {
  expect(() => parseItemTypes({ ...profile, ...change })).toThrow()
})
