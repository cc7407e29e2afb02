import type { PdfLookup } from '../pdf-lookup.ts'
import { asDictionary } from '../pdf-objects.ts'
import { type PdfDictionary, PdfName, type PdfValue } from '../pdf-syntax.ts'
import { type ColourMode, type Picture, resolution } from './page-facts.ts'

/** Units of a page are 1/72 inch. */
const unitsPerInch = 72
/** Picture and page are of one shape if their proportions differ by no more than this. */
const shapeTolerance = 0.03

/**
 * The picture of a page that is nothing but one picture, as a scanner writes it. `undefined` for any other page. Its
 * resolution is that of a picture that fills the page; of one with another shape than the page it cannot be told.
 */
export async function readPagePicture(lookup: PdfLookup, page: PdfDictionary): Promise<Picture | undefined> {
  const resources = asDictionary(await lookup.resolve(page.get('Resources')))
  const objects = asDictionary(await lookup.resolve(resources?.get('XObject')))
  const images: PdfDictionary[] = []
  for (const value of objects?.values() ?? []) {
    const object = asDictionary(await lookup.resolve(value))
    if (object !== undefined && nameOf(object.get('Subtype')) === 'Image') images.push(object)
  }
  const [image] = images
  if (image === undefined || images.length > 1) return undefined
  const width = await numberAt(lookup, image, 'Width')
  const height = await numberAt(lookup, image, 'Height')
  const colour = await colourOf(lookup, image)
  const size = await pageSize(lookup, page)
  return {
    width,
    height,
    ...(colour === undefined ? {} : { colour }),
    ...(size === undefined ? {} : resolutionOn(size, width, height)),
  }
}

type Size = { readonly width: number; readonly height: number }

async function pageSize(lookup: PdfLookup, page: PdfDictionary): Promise<Size | undefined> {
  const box = await lookup.resolve(page.get('MediaBox'))
  if (!Array.isArray(box) || box.length !== 4 || !box.every((value) => typeof value === 'number')) return undefined
  const [left = 0, bottom = 0, right = 0, top = 0] = box as number[]
  const unit = page.get('UserUnit')
  const inches = (typeof unit === 'number' ? unit : 1) / unitsPerInch
  return { width: Math.abs(right - left) * inches, height: Math.abs(top - bottom) * inches }
}

/** A scan that lies across is turned on its page. */
function resolutionOn(page: Size, width: number, height: number): { readonly dpi?: number } {
  if (hasShape(page, width / height)) return resolution(width / page.width, height / page.height, 1)
  if (hasShape(page, height / width)) return resolution(height / page.width, width / page.height, 1)
  return {}
}

function hasShape(page: Size, proportion: number): boolean {
  return Math.abs(proportion / (page.width / page.height) - 1) <= shapeTolerance
}

/** 8.6: `undefined` for a JPEG 2000 that tells its colours itself, and for colour spaces that are not looked into. */
async function colourOf(lookup: PdfLookup, image: PdfDictionary): Promise<ColourMode | undefined> {
  if (image.has('ImageMask') && !image.has('ColorSpace')) return '黑白'
  const components = await componentsOf(lookup, await lookup.resolve(image.get('ColorSpace')))
  if (components === undefined) return undefined
  if (components > 1) return '彩色'
  return (await numberAt(lookup, image, 'BitsPerComponent')) === 1 ? '黑白' : '灰度'
}

const spaces: Readonly<Record<string, number>> = {
  DeviceGray: 1,
  CalGray: 1,
  DeviceRGB: 3,
  CalRGB: 3,
  Lab: 3,
  DeviceCMYK: 4,
}

async function componentsOf(lookup: PdfLookup, space: PdfValue): Promise<number | undefined> {
  const family = nameOf(Array.isArray(space) ? space[0] : space)
  if (family === 'ICCBased' && Array.isArray(space)) {
    const components = asDictionary(await lookup.resolve(space[1]))?.get('N')
    return typeof components === 'number' ? components : undefined
  }
  return spaces[family]
}

async function numberAt(lookup: PdfLookup, dictionary: PdfDictionary, key: string): Promise<number> {
  const value = await lookup.resolve(dictionary.get(key))
  return typeof value === 'number' ? value : 0
}

function nameOf(value: PdfValue | undefined): string {
  return value instanceof PdfName ? value.text : ''
}
