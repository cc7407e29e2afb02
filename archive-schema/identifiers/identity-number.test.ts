import fc from 'fast-check'
import { expect, test } from 'vitest'
import { identityCheckCharacter, isValidIdentityNumber } from './identity-number.ts'

const days = fc
  .date({ min: new Date('1850-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''))
const digits = (length: number) => fc.nat(10 ** length - 1).map((number) => String(number).padStart(length, '0'))
const validNumbers = fc
  .tuple(digits(6), days, digits(3))
  .map((parts) => `${parts.join('')}${identityCheckCharacter(parts.join(''))}`)

test.for(['11010519491231002X', '440524188001010014', '430190199810162599'])('%s is valid', (number) => {
  expect(isValidIdentityNumber(number)).toBe(true)
})

test.for([
  ['wrong check character', '430190199507222175'],
  ['30 February', number('43019019950230217')],
  ['29 February of a common year', number('43019019000229217')],
  ['month 13', number('43019019951301217')],
  ['day 0', number('43019019950100217')],
  ['year 0', number('43019000000101217')],
  ['lower-case x', '11010519491231002x'],
  ['15 characters', '110105491231002'],
  ['a blank', '11010519491231002X '],
  ['nothing', ''],
] as const)('a number with %s is not valid', ([, text]) => {
  expect(isValidIdentityNumber(text)).toBe(false)
})

test('a number with a day of birth and its check character is valid', () => {
  fc.assert(fc.property(validNumbers, isValidIdentityNumber))
})

test('any one wrong character is found [MET-10]', () => {
  fc.assert(
    fc.property(validNumbers, fc.nat(17), fc.constantFrom(...'0123456789X'), (text, position, character) => {
      fc.pre(text[position] !== character)
      expect(isValidIdentityNumber(`${text.slice(0, position)}${character}${text.slice(position + 1)}`)).toBe(false)
    }),
    { numRuns: 2000 },
  )
})

function number(body: string): string {
  return `${body}${identityCheckCharacter(body)}`
}
