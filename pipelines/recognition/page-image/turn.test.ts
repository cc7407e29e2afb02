import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ruled } from './drawn-page.ts'
import { boxBeforeTurn, turned, turnUpright } from './turn.ts'

test('a skew too small to matter leaves the picture alone', () => {
  const page = ruled(40, 30, [])
  const turn = turnUpright(page, 0.05)
  expect(turned(page, turn)).toBe(page)
  expect(boxBeforeTurn(turn, { x0: 1, y0: 2, x1: 3, y1: 4 })).toEqual({ x0: 1, y0: 2, x1: 3, y1: 4 })
})

test('nothing of the page is cut off: its ink is all there after the turn', () => {
  const page = ruled(200, 120, [
    { left: 0, top: 0, right: 4, bottom: 4 },
    { left: 196, top: 116, right: 200, bottom: 120 },
  ])
  const ink = (pixels: Uint8Array) => pixels.reduce((sum, level) => sum + 255 - level, 0)
  const upright = turned(page, turnUpright(page, 3))
  expect(ink(upright.pixels) / ink(page.pixels)).toBeGreaterThan(0.5)
})

test('a mark is found again where its box leads back to', () => {
  const marks = fc.record({
    left: fc.integer({ min: 60, max: 220 }),
    top: fc.integer({ min: 60, max: 140 }),
    degrees: fc.double({ min: -6, max: 6, noNaN: true }),
  })
  fc.assert(
    fc.property(marks, ({ left, top, degrees }) => {
      const page = ruled(300, 220, [{ left, top, right: left + 12, bottom: top + 12 }])
      const turn = turnUpright(page, degrees)
      const box = boxBeforeTurn(turn, darkBox(turned(page, turn)))
      expect(Math.abs((box.x0 + box.x1) / 2 - (left + 6))).toBeLessThan(1.5)
      expect(Math.abs((box.y0 + box.y1) / 2 - (top + 6))).toBeLessThan(1.5)
    }),
    { numRuns: 40 },
  )
})

function darkBox({ pixels, width }: { pixels: Uint8Array; width: number }) {
  const dark = [...pixels.keys()].filter((index) => (pixels[index] ?? 255) < 128)
  const xs = dark.map((index) => index % width)
  const ys = dark.map((index) => Math.floor(index / width))
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs) + 1, y1: Math.max(...ys) + 1 }
}
