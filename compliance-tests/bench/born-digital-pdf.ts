import { randomBytes } from 'node:crypto'

/** Short streams on the page: born-digital documents have some dozens of objects, each of which is examined. */
const textLines = 24
/** The picture is this many pixels wide, one byte a pixel. */
const pictureWidth = 64

/**
 * A valid PDF of one page with exactly `bytes` bytes, no two alike: text lines, and a picture of random grey that makes up
 * the size, which like real content cannot be compressed. Throws for sizes that leave no room for a picture.
 */
export function bornDigitalPdf(bytes: number): Buffer {
  const frame = assemble(Buffer.alloc(0), '').length
  // Room for two numbers that grow with the picture, and for the line that fills up the rest.
  const height = Math.floor((bytes - frame - 2 * pictureWidth) / pictureWidth)
  if (height < 1) throw new Error(`a PDF of ${bytes} bytes has no room for a picture`)
  const picture = randomBytes(height * pictureWidth)
  const filling = bytes - assemble(picture, '').length
  return assemble(picture, `%${' '.repeat(filling - 2)}\n`)
}

function assemble(picture: Buffer, filling: string): Buffer {
  const chunks: Buffer[] = []
  const offsets: number[] = []
  let length = 0
  const add = (chunk: Buffer | string) => {
    const added = Buffer.from(chunk)
    chunks.push(added)
    length += added.length
  }
  add('%PDF-1.7\n')
  for (const [index, body] of objects(picture).entries()) {
    offsets.push(length)
    add(`${index + 1} 0 obj\n`)
    for (const part of body) add(part)
    add('\nendobj\n')
  }
  add(filling)
  add(crossReferences(offsets, length))
  return Buffer.concat(chunks)
}

/** Bodies of the objects, numbered from 1: catalog, page tree, page, font, picture, text lines. */
function objects(picture: Buffer): (readonly (string | Buffer)[])[] {
  const lines = Array.from(
    { length: textLines },
    (_, i) => `BT /F1 10 Tf 72 ${740 - 14 * i} Td (Line ${i + 1}) Tj ET\n`,
  )
  const contents = lines.map((_, i) => `${i + 6} 0 R`).join(' ')
  const height = picture.length / pictureWidth
  const image = `/Type /XObject /Subtype /Image /Width ${pictureWidth} /Height ${height} /ColorSpace /DeviceGray`
  return [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]',
      ` /Resources << /Font << /F1 4 0 R >> /XObject << /Im1 5 0 R >> >> /Contents [${contents}] >>`,
    ],
    ['<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
    stream(`${image} /BitsPerComponent 8`, picture),
    ...lines.map((line) => stream('', line)),
  ]
}

function stream(entries: string, content: string | Buffer): (string | Buffer)[] {
  return [`<< ${entries} /Length ${content.length} >>\nstream\n`, content, '\nendstream']
}

function crossReferences(offsets: readonly number[], at: number): string {
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = offsets.length + 1
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`
  return `xref\n0 ${size}\n0000000000 65535 f \n${rows}${trailer}`
}
