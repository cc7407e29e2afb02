import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldCharacters } from './fold-characters.ts'

test.for([
  ['⼆〇⼆五年⼋⽉', '二〇二五年八月'],
  ['⺠政、⻓沙、⻋⻔', '民政、长沙、车门'],
  ['\uf9d1', '六'],
  ['ＪＹ２４', 'JY24'],
  ['ﬁle', 'file'],
  ['（一）：“〔2025〕”；①㎡', '（一）：“〔2025〕”；①㎡'],
] as const)('%s becomes %s', ([text, folded]) => {
  expect(foldCharacters(text)).toBe(folded)
})

test('folding twice changes no more than folding once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(foldCharacters(foldCharacters(text))).toBe(foldCharacters(text))
    }),
  )
})
