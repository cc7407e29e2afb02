import { fc, test as law } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { numberCharacters } from './profiles/number-characters.ts'
import { describeCorrections, readTypedNumber } from './typed-number.ts'

const proper = '0117-ZY·ZW·2025·D10·430131012001-0021'

test('leaves a number of proper characters alone', () => {
  expect(readTypedNumber(proper)).toEqual({ number: proper, corrections: [] })
})

const twins = numberCharacters.twins.flatMap(({ proper, codePoints }) =>
  codePoints.map((twin) => [twin, proper] as const),
)

test('no twin is a proper character, and none is claimed twice', () => {
  const all = twins.map(([twin]) => twin)
  expect(new Set(all).size).toBe(all.length)
  expect(all.filter((twin) => /^[0-9A-Z·-]$/.test(twin))).toEqual([])
})

test.for(twins)('NAM-06 reads %s as %s and says so', ([twin, meant]) => {
  expect(readTypedNumber(`0${twin}1`)).toEqual({
    number: `0${meant}1`,
    corrections: [{ position: 2, typed: twin, proper: meant }],
  })
})

test.for([
  ['full width', '０１１７－ＺＹ·ＺＷ·２０２５·Ｄ１０·430131012001-0021'],
  ['blanks around', ` ${proper}\n`],
  ['what nobody sees', `\ufeff0117-\u200bZY·ZW·2025·D10·430131012001-0021`],
])('NAM-06 reads a number in %s', ([, typed = '']) => {
  expect(readTypedNumber(typed).number).toBe(proper)
})

test('NAM-06 tells which character is wrong, and what should stand there', () => {
  const { corrections } = readTypedNumber('ZY•X\u200bK')
  expect(describeCorrections(corrections)).toBe(
    '第 3 个字符 (character) • (U+2022) 应为 (should be) · (U+00B7)；第 5 个字符 (character)  (U+200B) 应删去 (delete)',
  )
})

law.prop([fc.string({ unit: 'binary' })])('reading twice is reading once', (typed) => {
  const { number } = readTypedNumber(typed)
  fc.pre(number === number.normalize('NFC').trim())
  expect(readTypedNumber(number)).toEqual({ number, corrections: [] })
})
