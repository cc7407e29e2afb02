import { expect, test } from 'vitest'
import { carriesSignature, isFloating, parseSignature } from './signature.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

test('asks for every part at its place', () => {
  const wave = parseSignature('0:5249 4:5741')
  expect(carriesSignature(bytes('524900005741'), wave)).toBe(true)
  expect(carriesSignature(bytes('524900005742'), wave)).toBe(false)
  expect(carriesSignature(bytes('52490000'), wave)).toBe(false)
})

test('lets a floating part begin anywhere in its range and nowhere else', () => {
  const header = parseSignature('0..2:2550')
  expect(carriesSignature(bytes('00002550'), header)).toBe(true)
  expect(carriesSignature(bytes('0000002550'), header)).toBe(false)
  expect([isFloating(header), isFloating(parseSignature('7:2550'))]).toEqual([true, false])
})

test('compares only the bits of the mask', () => {
  const frame = parseSignature('0:ffe2&ffe6')
  expect(carriesSignature(bytes('fffb'), frame)).toBe(true)
  expect(carriesSignature(bytes('fffd'), frame)).toBe(false)
})

test.for(['', '0', '0:', '0:abc', 'x:ab', '0:abcd&ff', '0:AB'])('refuses "%s" as a signature', (text) => {
  expect(() => parseSignature(text)).toThrow(Error)
})
