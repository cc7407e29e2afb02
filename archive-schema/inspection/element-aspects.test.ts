import { expect, test } from 'vitest'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import {
  blankAspect,
  characterAspect,
  formAspect,
  isDueByCondition,
  lengthAspect,
  valueListAspect,
} from './element-aspects.ts'

function rule(particulars: Partial<ElementRule>): ElementRule {
  const fixed = { key: 'x', tag: 'x', title: '项', titled: true, attribute: false, repeatable: false, provenance: 'P' }
  return { ...fixed, obligation: 'optional', type: 'text', ...particulars }
}

test.each([
  ['', false],
  ['二字', true],
  ['𠮷𠮷𠮷', true],
  ['一二三四', false],
])('lengths are counted in characters and held to both ends: %s [MET-02]', (text, isRight) => {
  expect(lengthAspect(rule({ minLength: 2, maxLength: 3 }), text) === undefined).toBe(isRight)
})

test.each([
  ['integer', '0', true],
  ['integer', '120', true],
  ['integer', '012', false],
  ['integer', '-1', false],
  ['integer', '1.0', false],
  ['date', '2024-02-29', true],
  ['date', '2025-02-29', false],
  ['date', '2025-2-9', false],
  ['datetime', '2019-05-23 21:47:11', true],
  ['datetime', '2019-47-23 09:47:11', false],
  ['datetime', '2019-05-23 09: 47:11', false],
  ['datetime', '2019-05-23 24:00:00', false],
  ['datetime', '2019-05-23T09:47:11', false],
  ['text', '20260303000017', true],
  ['text', '2019-05-23', true],
] as const)('the form of %s is held to: %s [MET-03, MET-17]', (type, text, isRight) => {
  expect(formAspect(rule({ type }), text) === undefined).toBe(isRight)
})

test('a pattern is held to from beginning to end', () => {
  const number = rule({ pattern: '[0-9]{4}' })
  expect(formAspect(number, '0059')).toBeUndefined()
  expect(formAspect(number, '0059a')).toBe('[0-9]{4}')
})

test('a value outside the list is named with the list [MET-04]', () => {
  const period = rule({ type: 'code', values: ['Y', 'D30', 'D10'] })
  expect(valueListAspect(period, 'D10')).toBeUndefined()
  expect(valueListAspect(period, 'D5')).toBe('Y / D30 / D10')
  expect(valueListAspect(rule({}), 'D5')).toBeUndefined()
})

test.each([
  ['两行\n文字\t𠮷', undefined],
  ['a\u0000', '不含 U+0000'],
  ['a\u0085', '不含 U+0085'],
  ['\ufffd\ufffd局', '不含 U+FFFD'],
  ['\uffff', '不含 U+FFFF'],
  ['\udc00x', '不含 U+DC00'],
])('characters that were lost or control something are found: %j', (text, expected) => {
  expect(characterAspect(rule({}), text)).toBe(expected)
})

test('a value of white space is no value [MET-08]', () => {
  expect(blankAspect(rule({}), ' \u3000\n')).toBe('非空')
  expect(blankAspect(rule({}), ' 值 ')).toBeUndefined()
})

test('a condition asks for an element by the value of another [MET-09]', () => {
  const is = rule({ obligation: 'conditional', when: { key: 'kind', is: ['法人'] } })
  const isNot = rule({ obligation: 'conditional', when: { key: 'kind', isNot: ['不予受理'] } })
  const present = rule({ obligation: 'conditional', when: { key: 'kind', present: true } })
  expect([is, isNot, present].map((one) => isDueByCondition(one, { kind: '法人' }))).toEqual([true, true, true])
  expect([is, isNot, present].map((one) => isDueByCondition(one, { kind: '不予受理' }))).toEqual([false, false, true])
  expect([is, isNot, present].map((one) => isDueByCondition(one, {}))).toEqual([false, false, false])
  expect(isDueByCondition(rule({ obligation: 'mandatory' }), {})).toBe(false)
})
