import { expect, test } from 'vitest'
import { printedLines } from './drawn-page.ts'
import { measureSkew } from './skew.ts'
import { turned, turnUpright } from './turn.ts'

const level = printedLines(900, 700)

test('lines that are level have no skew', () => {
  expect(Math.abs(measureSkew(level))).toBeLessThanOrEqual(0.05)
})

test.for([-5, -2.5, -0.7, 0.4, 1.3, 4.2])('a page turned by %d degrees is measured to a tenth', (degrees) => {
  // Taking away a skew of the opposite sign turns the page.
  const askew = turned(level, turnUpright(level, -degrees))
  expect(Math.abs(measureSkew(askew) - degrees)).toBeLessThanOrEqual(0.1)
})

test('an empty page has no skew', () => {
  expect(measureSkew({ pixels: new Uint8Array(300 * 300).fill(255), width: 300, height: 300 })).toBe(0)
})
