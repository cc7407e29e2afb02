import sharp from 'sharp'

/** PDF files written for tests. */

/** What one page of a PDF shows: a line of Latin text in a standard font, a picture that fills the page, or both. */
export type WrittenPage = { readonly text?: string; readonly picture?: 'black' | 'white' }

/** A PDF with pages of 200 × 100 points. */
export async function writePdf(pages: readonly WrittenPage[]): Promise<Buffer> {
  const jpeg = (background: string) => {
    return sharp({ create: { width: 200, height: 100, channels: 3, background } })
      .jpeg()
      .toBuffer()
  }
  const pictures = { black: await jpeg('black'), white: await jpeg('white') }
  const kids = pages.map((_, index) => `${10 + index * 3} 0 R`)
  const objects: [number, string, Buffer?][] = [
    [1, '<</Type/Catalog/Pages 2 0 R>>'],
    [2, `<</Type/Pages/Count ${pages.length}/Kids[${kids.join(' ')}]/MediaBox[0 0 200 100]>>`],
    [3, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'],
  ]
  for (const [index, page] of pages.entries()) {
    const number = 10 + index * 3
    const picture = pictures[page.picture ?? 'white']
    const drawn = page.picture === undefined ? '' : 'q 200 0 0 100 0 0 cm /I Do Q '
    const written = page.text === undefined ? '' : `BT /F 12 Tf 10 50 Td (${page.text}) Tj ET`
    const image = `<</Type/XObject/Subtype/Image/Width 200/Height 100/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length ${picture.length}>>`
    objects.push(
      [
        number,
        `<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>/XObject<</I ${number + 2} 0 R>>>>/Contents ${number + 1} 0 R>>`,
      ],
      [number + 1, `<</Length ${drawn.length + written.length}>>`, Buffer.from(drawn + written)],
      [number + 2, image, picture],
    )
  }
  return assemble(objects)
}

function assemble(objects: readonly [number, string, Buffer?][]): Buffer {
  const parts = [Buffer.from('%PDF-1.4\n')]
  const places = new Map<number, number>()
  let length = parts[0]?.length ?? 0
  for (const [number, dictionary, stream] of objects) {
    places.set(number, length)
    const body = stream === undefined ? [] : [Buffer.from('stream\n'), stream, Buffer.from('\nendstream\n')]
    const object = Buffer.concat([Buffer.from(`${number} 0 obj\n${dictionary}\n`), ...body, Buffer.from('endobj\n')])
    parts.push(object)
    length += object.length
  }
  const entries = [...places].map(([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`)
  const size = Math.max(...places.keys()) + 1
  parts.push(
    Buffer.from(
      `xref\n0 1\n0000000000 65535 f \n${entries.join('')}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}
