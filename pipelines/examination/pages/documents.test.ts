import { expect, test } from 'vitest'
import { bytesReader } from '#archive-schema/content-reader.ts'
import { defaultContentLimits } from '../content-limits.ts'
import { makePdf, makeZip, ofdEntries, stream } from '../content-trial.ts'
import { readPageFacts } from './read-page-facts.ts'

const facts = (format: string, content: Uint8Array, wantPictures = true) =>
  readPageFacts({ file: `a.${format}`, reader: bytesReader(content), format, wantPictures }, defaultContentLimits)

const catalog = '<< /Type /Catalog /Pages 2 0 R >>'
const leaf = '<< /Type /Page /Parent 2 0 R >>'

test('counts the leaves of the page tree, whatever /Count says', async () => {
  const objects = [
    catalog,
    '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 9 >>',
    leaf,
    '<< /Type /Pages /Kids [5 0 R 6 0 R] >>',
    leaf,
    leaf,
  ]
  expect((await facts('pdf', makePdf({ objects }))).pages).toBe(3)
  expect((await facts('pdf', makePdf({}))).pages).toBe(0)
})

test('counts pages that are kept in object streams', async () => {
  const objects = [catalog, '<< /Type /Pages /Kids [4 0 R 5 0 R] >>']
  expect((await facts('pdf', makePdf({ objects, contained: [leaf, leaf] }))).pages).toBe(2)
})

test('refuses a page tree that leads into itself', async () => {
  const objects = [catalog, '<< /Type /Pages /Kids [3 0 R] >>', '<< /Type /Pages /Kids [2 0 R] >>']
  await expect(facts('pdf', makePdf({ objects }))).rejects.toMatchObject({ code: 'FORMATS_DAMAGED' })
})

/** A page of A4 that shows pictures of these dictionaries. */
function scannedPage(...images: readonly string[]): Buffer {
  const names = images.map((_, index) => `/Im${index} ${index + 4} 0 R`).join(' ')
  const page = `<< /Type /Page /Parent 2 0 R /Resources << /XObject << ${names} >> >> >>`
  const pages = '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595.32 841.92] >>'
  return makePdf({ objects: [catalog, pages, page, ...images.map((image) => stream(`/Subtype /Image ${image}`, 'x'))] })
}

test.for([
  ['/Width 1654 /Height 2339 /ColorSpace /DeviceRGB /BitsPerComponent 8', 200, '彩色'],
  ['/Width 2480 /Height 3508 /ColorSpace /DeviceGray /BitsPerComponent 8', 300, '灰度'],
  ['/Width 2480 /Height 3508 /ImageMask true /BitsPerComponent 1', 300, '黑白'],
  ['/Width 827 /Height 1170 /ColorSpace /DeviceGray /BitsPerComponent 1', 100, '黑白'],
  ['/Width 2339 /Height 1654 /ColorSpace /DeviceRGB /BitsPerComponent 8', 200, '彩色'],
  ['/Width 1000 /Height 1000 /ColorSpace /DeviceRGB /BitsPerComponent 8', undefined, '彩色'],
  ['/Width 1654 /Height 2339 /Filter /JPXDecode', 200, undefined],
] as const)('takes a page that is one picture (%s) for a scan of %s dpi', async ([image, dpi, colour]) => {
  const [picture] = (await facts('pdf', scannedPage(image))).pictures
  expect([picture?.dpi, picture?.colour]).toEqual([dpi, colour])
})

test('a page of two pictures, or of none, is no scan', async () => {
  const image = '/Width 1654 /Height 2339 /ColorSpace /DeviceRGB /BitsPerComponent 8'
  expect((await facts('pdf', scannedPage(image, image))).pictures).toEqual([])
  expect((await facts('pdf', scannedPage())).pictures).toEqual([])
  expect((await facts('pdf', scannedPage(image), false)).pictures).toEqual([])
})

test('counts the pages of every document of an OFD', async () => {
  const pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="a"/><ofd:Page ID="2" BaseLoc="b"/></ofd:Pages>'
  const document = `<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016">${pages}</ofd:Document>`
  const body = '<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
  const two = ofdEntries['OFD.xml'].replace('</ofd:OFD>', body)
  const content = await makeZip({ 'OFD.xml': two, 'Doc_0/Document.xml': document, 'Doc_1/Document.xml': document })
  expect(await facts('ofd', content)).toEqual({ pages: 4, pictures: [] })
})

test('refuses an OFD whose document lists no pages', async () => {
  await expect(facts('ofd', await makeZip(ofdEntries))).rejects.toMatchObject({ code: 'FORMATS_DAMAGED' })
})
