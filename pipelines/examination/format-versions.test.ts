import sharp from 'sharp'
import { expect, test } from 'vitest'
import { examine, makePdf, makeZip, type PdfParts, stream, verdict } from './content-trial.ts'
import { oleFile } from './ole-trial.ts'

/** A PDF whose catalog names these metadata. */
function pdfWith(metadata: string, parts: PdfParts = {}): Buffer {
  const catalog = '<< /Type /Catalog /Pages 2 0 R /Metadata 3 0 R >>'
  return makePdf({ objects: [catalog, '<< /Type /Pages /Kids [] /Count 0 >>', metadata], ...parts })
}

const xmp = (part: string, conformance: string) =>
  `<rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>${part}</pdfaid:part>${conformance}</rdf:Description>`
const level = (letter: string) => `<pdfaid:conformance>${letter}</pdfaid:conformance>`
const plain = (text: string) => `<< /Type /Metadata /Length ${text.length} >>\nstream\n${text}\nendstream`

test.for([
  [plain(xmp('1', level('B'))), 'A-1b', 'fmt/354'],
  [plain('<a pdfaid:part="2" pdfaid:conformance="U"/>'), 'A-2u', 'fmt/478'],
  [stream('/Type /Metadata', xmp('3', level('A'))), 'A-3a', 'fmt/479'],
  [plain(xmp('4', '')), 'A-4', 'fmt/1910'],
  [plain('<x:xmpmeta/>'), '1.5', 'fmt/19'],
] as const)('tells a PDF/A by the metadata of its catalog [FMT-01]: %s', async ([metadata, version, pronom]) => {
  expect(await examine('a.pdf', pdfWith(metadata))).toMatchObject({ version, pronom })
})

test('believes no PDF/A mark outside the metadata', async () => {
  const content = plain(xmp('1', level('B'))).replace('/Type /Metadata', '')
  const pdf = makePdf({
    objects: ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>', content],
  })
  expect(await examine('a.pdf', pdf)).toMatchObject({ version: '1.5', pronom: 'fmt/19' })
})

test('metadata behind a filter that is not read make no claim, and are no fault', async () => {
  const hidden = plain(xmp('1', level('B'))).replace('/Length', '/Filter /LZWDecode /Length')
  expect(await examine('a.pdf', pdfWith(hidden))).toMatchObject({ version: '1.5', pronom: 'fmt/19' })
})

test('tells the form of JPEG, PNG and XML [FMT-01]', async () => {
  const picture = sharp({ create: { width: 9, height: 9, channels: 3, background: '#a33' } })
  const jfif = await picture.clone().jpeg().toBuffer()
  const raw = Buffer.concat([jfif.subarray(0, 2), jfif.subarray(4 + jfif.readUInt16BE(4))])
  expect(await examine('a.jpg', raw)).toMatchObject({ pronom: 'fmt/41' })
  expect(await examine('a.png', await picture.clone().png().toBuffer())).toMatchObject({
    version: '1.0',
    pronom: 'fmt/11',
  })
  expect(await examine('a.xml', '<?xml version="1.1"?><a/>')).toMatchObject({ version: '1.1', pronom: 'fmt/1776' })
})

test('knows a Word document by its content types, wherever its main part lies [FMT-02]', async () => {
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
  const types = `<Types><Override PartName="/word/document2.xml" ContentType="${main}"/></Types>`
  const content = await makeZip({ '[Content_Types].xml': types, 'word/document2.xml': '<a/>' })
  expect(await verdict('a.docx', content)).toBe('FORMATS_UNKNOWN')
  expect(await verdict('a.zip', content)).toBe('FORMATS_MISMATCH')
})

test.for([
  [['WordDocument'], 'FORMATS_UNKNOWN'],
  [['EncryptionInfo', 'EncryptedPackage'], 'FORMATS_ENCRYPTED'],
  [['WordDocument', 'Macros', 'VBA'], 'ACTIVE-CONTENT_SCRIPT'],
  [['a', 'b', 'c', 'd', 'e', 'f', 'Workbook', '_VBA_PROJECT_CUR'], 'ACTIVE-CONTENT_SCRIPT'],
] as const)('looks into an OLE2 file: %j is refused as %s [FMT-02]', async ([names, code]) => {
  expect(await verdict('a.doc', oleFile(names))).toBe(code)
})

test.for([0, 8, 100, 511, 512, 600, 1100])(
  'an OLE2 file cut after %d bytes is refused, never believed',
  async (bytes) => {
    const cut = oleFile(['WordDocument']).subarray(0, bytes)
    const codes = ['FORMATS_UNKNOWN', 'FORMATS_EMPTY']
    expect(codes).toContain(await verdict('a.doc', cut))
  },
)

test('an OLE2 file whose directory leads into itself comes to an end', async () => {
  const circle = oleFile(['WordDocument'])
  circle.writeUInt32LE(1, 512 + 4)
  expect(await verdict('a.doc', circle)).toBe('FORMATS_UNKNOWN')
})
