import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { searchGrams, searchText } from './search-text.ts'

test('folds compatibility forms, letter case and white space', () => {
  expect(searchText('⼆〇 ＡＢＣ\n食品 经营')).toBe('二〇abc食品经营')
})

test('pairs neighbouring code points, each once', () => {
  expect(searchGrams('食品食品𠮷')).toEqual(['食品', '品食', '品𠮷'])
})

property.prop([fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })])(
  'every phrase of a text is found by its pairs',
  (before, phrase, after) => {
    const grams = new Set(searchGrams(searchText(before) + searchText(phrase) + searchText(after)))
    expect(searchGrams(searchText(phrase)).every((gram) => grams.has(gram))).toBe(true)
  },
)
