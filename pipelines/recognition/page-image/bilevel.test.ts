import { expect, test } from 'vitest'
import { isBilevel, smoothStairs } from './bilevel.ts'

test('a picture of black and white only is bilevel, a grey one is not', () => {
  const bilevel = Uint8Array.from({ length: 1000 }, (_, i) => (i % 7 === 0 ? 0 : 255))
  const grey = Uint8Array.from({ length: 1000 }, (_, i) => i % 256)
  expect(isBilevel({ pixels: bilevel, width: 100, height: 10 })).toBe(true)
  expect(isBilevel({ pixels: grey, width: 100, height: 10 })).toBe(false)
})

test('smoothing spreads a dot over its neighbours and leaves plain paper white', () => {
  const dot = { pixels: new Uint8Array(25).fill(255), width: 5, height: 5 }
  dot.pixels[12] = 0
  const { pixels } = smoothStairs(dot)
  expect([...pixels.subarray(10, 15)]).toEqual([255, 223, 186, 223, 255])
  expect(pixels[0]).toBe(255)
})
