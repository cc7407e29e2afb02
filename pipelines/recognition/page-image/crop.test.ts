import { expect, test } from 'vitest'
import { blanked, crop } from './crop.ts'

const numbered = { pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), width: 3, height: 3 }

test('a crop has paper around it and knows where it lay', () => {
  const cut = crop(numbered, { left: 1, top: 1, right: 3, bottom: 2 }, 1)
  expect(cut).toEqual({
    image: { pixels: Uint8Array.of(255, 255, 255, 255, 255, 5, 6, 255, 255, 255, 255, 255), width: 4, height: 3 },
    left: 0,
    top: 0,
  })
})

test('a crop ends where the picture ends', () => {
  const cut = crop(numbered, { left: -5, top: 2, right: 9, bottom: 9 }, 0)
  expect(cut).toEqual({ image: { pixels: Uint8Array.of(7, 8, 9), width: 3, height: 1 }, left: 0, top: 2 })
})

test('blanking paints paper over the areas and leaves the picture it was given alone', () => {
  const blank = blanked(numbered, [{ left: 0.5, top: 0, right: 1.5, bottom: 1 }])
  expect(blank.pixels).toEqual(Uint8Array.of(255, 255, 3, 4, 5, 6, 7, 8, 9))
  expect(numbered.pixels[0]).toBe(1)
})
