import type { Area, GreyImage } from './page-image.ts'

/** A part of a picture and where its first pixel lies in it. */
export type Crop = { readonly image: GreyImage; readonly left: number; readonly top: number }

/** Cuts out `area` (so far as it lies in the picture) and puts `margin` pixels of paper around it. */
export function crop(image: GreyImage, area: Area, margin: number): Crop {
  const left = Math.max(0, Math.round(area.left))
  const top = Math.max(0, Math.round(area.top))
  const right = Math.max(left, Math.min(image.width, Math.round(area.right)))
  const bottom = Math.max(top, Math.min(image.height, Math.round(area.bottom)))
  const width = right - left + 2 * margin
  const height = bottom - top + 2 * margin
  const pixels = new Uint8Array(width * height).fill(255)
  for (let y = top; y < bottom; y++) {
    const row = image.pixels.subarray(y * image.width + left, y * image.width + right)
    pixels.set(row, (y - top + margin) * width + margin)
  }
  return { image: { pixels, width, height }, left: left - margin, top: top - margin }
}

/** The picture with `areas` painted over as paper. */
export function blanked(image: GreyImage, areas: readonly Area[]): GreyImage {
  if (areas.length === 0) return image
  const pixels = image.pixels.slice()
  for (const area of areas) {
    const left = Math.max(0, Math.floor(area.left))
    const right = Math.min(image.width, Math.ceil(area.right))
    const bottom = Math.min(image.height, Math.ceil(area.bottom))
    for (let y = Math.max(0, Math.floor(area.top)); y < bottom; y++) {
      pixels.fill(255, y * image.width + left, y * image.width + right)
    }
  }
  return { ...image, pixels }
}
