import type { GreyImage, PageImage } from './page-image.ts'

/** The picture in grey, by the weights of ITU-R BT.601. */
export function toGrey(image: PageImage): GreyImage {
  const { pixels, width, height, channels } = image
  if (channels === 1) return { pixels, width, height }
  const grey = new Uint8Array(width * height)
  for (let i = 0, at = 0; i < grey.length; i++, at += channels) {
    grey[i] = (sample(pixels, at) * 77 + sample(pixels, at + 1) * 150 + sample(pixels, at + 2) * 29) >> 8
  }
  return { pixels: grey, width, height }
}

/** The sample at `at`. Outside of the picture everything is paper. */
export function sample(pixels: Uint8Array, at: number): number {
  return pixels[at] ?? 255
}
