/** 色彩模式 (colour mode), from the poorest to the richest. */
export const colourModes = ['黑白', '灰度', '彩色'] as const
export type ColourMode = (typeof colourModes)[number]

/** 图像 (picture of one page) as its file describes it; pixels are not decoded. */
export type Picture = {
  readonly width: number
  readonly height: number
  /** 分辨率 in dots per inch, the lower of both directions; missing where the file states none. */
  readonly dpi?: number
  readonly colour?: ColourMode
}

/** 页 (pages of a content file). */
export type PageFacts = {
  /** 页数; missing for a format that has no pages. */
  readonly pages?: number
  /** The pictures that are pages, in order; of a page that is no picture there is none. */
  readonly pictures: readonly Picture[]
}

/** Resolution of both directions in dots per inch; nothing for values that are none. */
export function resolution(x: number, y: number, perInch: number): { readonly dpi?: number } {
  const dpi = Math.round(Math.min(x, y) * perInch)
  return Number.isFinite(dpi) && dpi > 0 ? { dpi } : {}
}

/** Factors that turn dots per centimetre and per metre into dots per inch. */
export const perCentimetre = 2.54
export const perMetre = 0.0254
