/** 页图像 (decoded picture of a page): samples of 8 bits, row by row, without gaps. */
export type PageImage = {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
  /** 1 grey, 3 RGB, 4 RGB and a sample that is ignored. */
  readonly channels: 1 | 3 | 4
  /** Resolution of this picture, which may be lower than that of the page as scanned. */
  readonly dpi: number
}

/** A grey picture: 0 black, 255 white, row by row. */
export type GreyImage = {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

/** A rectangle of a picture, edges in pixels; `right` and `bottom` are exclusive. */
export type Area = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
