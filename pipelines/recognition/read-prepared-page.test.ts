import { expect, test } from 'vitest'
import type { GreyImage } from '#pipelines/recognition/page-image/page-image.ts'
import type { PreparedPage } from '#pipelines/recognition/page-image/prepare-page.ts'
import { turnUpright } from '#pipelines/recognition/page-image/turn.ts'
import { readPreparedPage } from './read-prepared-page.ts'
import type { EngineParagraph, Layout } from './tesseract-worker.ts'

const picture = (width: number): GreyImage => ({ pixels: new Uint8Array(width), width, height: 1 })

/** A page that was scaled to half, with a cell whose picture begins at 40, 60. */
const prepared: PreparedPage = {
  dpi: 200,
  turn: turnUpright({ width: 100, height: 200 }, 0),
  regions: [
    { kind: 'page', image: picture(100), left: 0, top: 0 },
    { kind: 'cell', table: 0, image: picture(30), left: 40, top: 60 },
  ],
}

function paragraph(text: string, confidence: number): EngineParagraph {
  const box = { x0: 10, y0: 5, x1: 10 + 10 * text.length, y1: 15 }
  return { box, lines: [{ text, box, words: [...text].map((character) => ({ text: character, confidence })) }] }
}

async function read(image: GreyImage, layout: Layout): Promise<EngineParagraph[]> {
  if (image.width === 30) return [paragraph('份 数', layout === 'block' ? 60 : 0)]
  return layout === 'page' ? [paragraph('申请书', 90)] : []
}

test('the regions of a page make one text, and words lie where they are on the page as scanned', async () => {
  const page = await readPreparedPage(prepared, { width: 200, height: 400 }, read)
  expect(page.raw).toBe('申请书\n\n份 数')
  expect(page.text).toBe('申请书\n份数')
  expect(page.confidence).toBe(78)
  expect(page.words[0]).toEqual({ text: '申', confidence: 90, box: { x0: 20, y0: 10, x1: 40, y1: 30 } })
  expect(page.words[3]).toEqual({ text: '份', confidence: 60, box: { x0: 100, y0: 130, x1: 124, y1: 150 } })
})

test('a blank page has no text, no words and no confidence', async () => {
  const page = await readPreparedPage(prepared, { width: 200, height: 400 }, async () => [])
  expect(page).toEqual({ raw: '', text: '', words: [] })
})
