import { expect, test } from 'vitest'
import { ruled } from './drawn-page.ts'
import { findLetterheads } from './letterheads.ts'
import type { Area } from './page-image.ts'

/** Six characters of 13 mm with wide spaces between them. */
const characters = Array.from({ length: 6 }, (_, index) => {
  return { left: 200 + index * 180, top: 150, right: 300 + index * 180, bottom: 250 }
})

test('the characters of a letterhead make one row, however wide they are spaced', () => {
  const found = findLetterheads(ruled(1654, 800, characters), 200)
  expect(found).toHaveLength(1)
  const { left, top, right, bottom }: Area = found[0] ?? { left: 0, top: 0, right: 0, bottom: 0 }
  expect([left <= 200, top <= 150, right >= 1200, bottom >= 250]).toEqual([true, true, true, true])
  expect(bottom - top).toBeLessThan(140)
})

test.for<[string, Area[]]>([
  ['a seal', [{ left: 800, top: 300, right: 1130, bottom: 630 }]],
  ['a rule', [{ left: 100, top: 300, right: 1500, bottom: 306 }]],
  ['a frame', ruledFrame()],
])('%s is no letterhead', ([, areas]) => {
  expect(findLetterheads(ruled(1654, 800, areas), 200)).toEqual([])
})

function ruledFrame(): Area[] {
  return [
    { left: 100, top: 100, right: 1500, bottom: 108 },
    { left: 100, top: 692, right: 1500, bottom: 700 },
    { left: 100, top: 100, right: 108, bottom: 700 },
    { left: 1492, top: 100, right: 1500, bottom: 700 },
  ]
}
