import { expect, test } from 'vitest'
import { ofdArchive, parseOfdArchive } from './ofd-archive.ts'

test('every rule has its clause, and what is advised only is never a fault', () => {
  for (const { clause, title } of ofdArchive.rules) expect(`${clause} ${title}`).toMatch(/^6\.\d.* ./)
  const advised = ofdArchive.rules.filter(({ title }) => title.includes('宜'))
  expect(advised.map(({ id, archive, plain }) => [id, archive, plain])).toEqual([
    ['custom-metadata', 'advice', 'advice'],
    ['double-layer', 'advice', 'advice'],
  ])
})

test.for([
  ['without a rule', { ...ofdArchive, rules: ofdArchive.rules.slice(1) }],
  ['with a rule twice', { ...ofdArchive, rules: [...ofdArchive.rules, ...ofdArchive.rules.slice(0, 1)] }],
  ['with a gravity that nobody knows', { ...ofdArchive, rules: [{ ...ofdArchive.rules[0], plain: 'bad' }] }],
  ['without a source', { ...ofdArchive, source: '' }],
] as const)('refuses a table %s', ([, table]) => {
  expect(() => parseOfdArchive(table)).toThrow()
})
