import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { makePdf } from '#pipelines/examination/content-trial.ts'
import { CaseDraft, type JsonObject } from '../intake/case-draft.ts'
import { archiveOfd } from './archive-ofd.ts'
import { openInspection } from './inspected-draft.ts'

const inspection = await openInspection()
afterAll(() => inspection.close())

const catalog = '<< /Type /Catalog /Pages 2 0 R >>'
const leaf = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>'

/** A PDF of so many pages that says of itself that it has `stated`; in object streams or not. */
function pdf(pages: number, stated: number, isPacked: boolean): Buffer {
  const leaves = Array.from({ length: pages }, () => leaf)
  const kids = leaves.map((_, index) => `${index + (isPacked ? 4 : 3)} 0 R`).join(' ')
  const tree = `<< /Type /Pages /Kids [${kids}] /Count ${stated} >>`
  return makePdf(isPacked ? { objects: [catalog, tree], contained: leaves } : { objects: [catalog, tree, ...leaves] })
}

async function tiff(pages: number): Promise<Buffer> {
  const raw = { width: 40, height: 50 * pages, channels: 1, pageHeight: 50 } as const
  return sharp(Buffer.alloc(40 * 50 * pages, 255), { raw })
    .tiff({ compression: 'none' })
    .toBuffer()
}

const files: readonly (readonly [what: string, extension: string, content: Buffer, pages: number])[] = [
  ['a PDF', 'pdf', pdf(3, 3, false), 3],
  ['a PDF with object streams', 'pdf', pdf(12, 12, true), 12],
  ['a PDF that itself states a wrong count', 'pdf', pdf(2, 7, false), 2],
  ['an OFD', 'ofd', await archiveOfd(), 1],
  ['a TIFF', 'tif', await tiff(2), 2],
]

/** What GD-1-10 says of a case with this file, registered with so many pages. */
async function inspect(extension: string, content: Buffer, more: JsonObject) {
  const draft = (await CaseDraft.of('03')).attach(`files/附件.${extension}`, content, more)
  const [item] = await inspection.items(draft, ['GD-1-10'])
  return item
}

test.for(files)('%s with as many pages as registered passes [MET-31]', async ([, extension, content, pages]) => {
  expect((await inspect(extension, content, { pageCount: pages }))?.outcome).toBe('PASS')
})

test.for(files)('%s with other than the registered pages fails [MET-31]', async ([, extension, content, pages]) => {
  for (const pageCount of [pages + 1, pages + 7]) {
    const item = await inspect(extension, content, { pageCount })
    expect(item?.outcome).toBe('FAIL')
    expect(item?.evidence).toContainEqual(
      expect.objectContaining({
        location: expect.stringMatching(/附件.*页数$/),
        expected: String(pageCount),
        found: String(pages),
      }),
    )
  }
})

test('a scan that is registered with other pages than its file has fails [MET-31]', async () => {
  const scan = { dpi: 200, colour: '彩色', pages: 4 }
  const item = await inspect('pdf', pdf(3, 3, false), { pageCount: 3, scan })
  expect(item?.evidence).toMatchObject([
    { expected: '4', found: '3' },
    { expected: '4', found: '3' },
  ])
})

test('a file for which no pages are registered is not compared [MET-31]', async () => {
  expect((await inspect('pdf', pdf(3, 3, false), {}))?.outcome).toBe('PASS')
})
