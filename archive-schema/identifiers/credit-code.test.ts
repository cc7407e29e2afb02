import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditCodeCheckCharacter, isValidCreditCode } from './credit-code.ts'

const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
const part = (characters: readonly string[], length: number) =>
  fc.array(fc.constantFrom(...characters), { minLength: length, maxLength: length }).map((all) => all.join(''))
const digits = [...'0123456789']
const validCodes = fc
  .tuple(part(alphabet, 2), part(digits, 6), part(alphabet, 9))
  .map((parts) => `${parts.join('')}${creditCodeCheckCharacter(parts.join(''))}`)

test.for(['91350100M000100Y43', '1143019000612571XH', '11430190448032174R'])('%s is valid', (code) => {
  expect(isValidCreditCode(code)).toBe(true)
})

test.for([
  '91350100M000100Y44',
  '91350100M000100Y4',
  '91350100M000100Y433',
  '91350100m000100y43',
  '9135010OM000100Y43',
  '91A50100M000100Y43',
  ' 91350100M000100Y43',
  '',
])('%j is not valid', (code) => {
  expect(isValidCreditCode(code)).toBe(false)
})

test('a code with its check character is valid', () => {
  fc.assert(fc.property(validCodes, isValidCreditCode))
})

test('any one wrong character is found [MET-10]', () => {
  fc.assert(
    fc.property(validCodes, fc.nat(17), fc.constantFrom(...alphabet), (code, position, character) => {
      fc.pre(code[position] !== character)
      expect(isValidCreditCode(`${code.slice(0, position)}${character}${code.slice(position + 1)}`)).toBe(false)
    }),
    { numRuns: 2000 },
  )
})
