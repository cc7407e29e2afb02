import { expect, test } from 'vitest'
import { PdfDocument } from './pdf-document.ts'
import { writePdf } from './written-pdf.ts'

test('a page tells its text, its size at 200 dpi, and whether pictures are on it', async () => {
  const document = await PdfDocument.open(await writePdf([{ text: 'Licence 2025' }, { picture: 'black' }]))
  expect(document.pageCount).toBe(2)
  expect(await document.read(0)).toEqual({
    text: 'Licence 2025',
    hasPictures: false,
    width: 556,
    height: 278,
    dpi: 200,
  })
  expect(await document.read(1)).toMatchObject({ text: '', hasPictures: true })
  document.close()
})

test('a page is drawn as it looks', async () => {
  const document = await PdfDocument.open(await writePdf([{ picture: 'black' }, { picture: 'white' }]))
  const [black, white] = await Promise.all([document.render(0), document.render(1)])
  expect([black.width, black.height, black.channels, black.dpi]).toEqual([556, 278, 4, 200])
  const middle = 139 * 556 * 4
  expect([black.pixels[middle + 4], white.pixels[middle + 4]]).toEqual([0, 255])
  document.close()
})

test('more pages can be read than one opening of the library takes', async () => {
  const pages = Array.from({ length: 205 }, (_, index) => ({ text: `Page ${index + 1}` }))
  const document = await PdfDocument.open(await writePdf(pages))
  const texts = await Promise.all(pages.map(async (_, index) => (await document.read(index)).text))
  expect(texts).toEqual(pages.map(({ text }) => text))
  document.close()
})

test('bytes that are no PDF are rejected', async () => {
  await expect(PdfDocument.open(Buffer.from('%PDF-1.4 not really'))).rejects.toThrow()
})
