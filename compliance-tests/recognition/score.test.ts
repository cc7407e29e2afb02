import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance, errorRates, scorePage } from './score.ts'

test('white space and the form of characters do not count', () => {
  expect(scorePage('（一） 申请书\n2025', '(一)申 请 书 ２０２５')).toEqual({
    characters: 10,
    edits: 0,
    coreCharacters: 8,
    coreEdits: 0,
    missing: 0,
  })
})

test('an error in a mark counts in all characters, but not in the core', () => {
  expect(scorePage('经办：张三', '经办，张王')).toEqual({
    characters: 5,
    edits: 2,
    coreCharacters: 4,
    coreEdits: 1,
    missing: 1,
  })
})

test('text that is there in another order is not missing', () => {
  expect(scorePage('名称住所', '住所名称')).toMatchObject({ edits: 4, missing: 0 })
})

test('rates are those of all pages together', () => {
  const scores = [scorePage('甲乙丙丁戊己庚辛', '甲乙丙丁戊己庚辛'), scorePage('壬癸', '')]
  expect(errorRates(scores)).toEqual({ cer: 0.2, core: 0.2, miss: 0.2 })
})

test('the distance is a metric', () => {
  const text = fc.array(fc.constantFrom('甲', '乙', '丙'), { maxLength: 8 })
  fc.assert(
    fc.property(text, text, text, (one, other, third) => {
      expect(editDistance(one, one)).toBe(0)
      expect(editDistance(one, other)).toBe(editDistance(other, one))
      expect(editDistance(one, third)).toBeLessThanOrEqual(editDistance(one, other) + editDistance(other, third))
    }),
  )
})
