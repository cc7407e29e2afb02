import { expect, test } from 'vitest'
import { repairCreditCodes } from './credit-codes.ts'

test.for([
  ['91430191MAD8QOW11Y', '91430191MAD8Q0W11Y'],
  ['9l430191MAD8Q0W11Y', '9l430191MAD8Q0W11Y'],
  ['91430191MAD8QOW11X', '91430191MAD8QOW11X'],
  ['91430191MAD8Q0W11Y', '91430191MAD8Q0W11Y'],
  ['X91430191MAD8QOW11Y', 'X91430191MAD8QOW11Y'],
  ['代码：914301901MADY1N5CX', '代码：914301901MADY1N5CX'],
] as const)('%s becomes %s', ([read, repaired]) => {
  expect(repairCreditCodes(read)).toBe(repaired)
})
