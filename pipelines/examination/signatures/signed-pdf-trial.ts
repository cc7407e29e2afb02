import { makePdf } from '../content-trial.ts'

/** Makes /Contents for the bytes that a range covers. */
export type PdfSigning = (covered: Buffer) => Uint8Array | Promise<Uint8Array>

export type SignedPdfWishes = {
  readonly subFilter?: string
  /** Room for the signature, in bytes. */
  readonly room?: number
  /** Other numbers than those that are right. */
  readonly byteRange?: (right: readonly [number, number, number, number]) => readonly number[]
  readonly time?: string
}

const digits = 10
const rangeRoom = ' '.repeat(4 * (digits + 1))

/** A PDF with one signature in a form field. */
export function makeSignedPdf(sign: PdfSigning, wishes: SignedPdfWishes = {}): Promise<Buffer> {
  const catalog = '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] /SigFlags 3 >> >>'
  const field = '<< /FT /Sig /T (Signature1) /V 4 0 R >>'
  const pages = '<< /Type /Pages /Kids [] /Count 0 >>'
  const unsigned = makePdf({ objects: [catalog, pages, field, signatureDictionary(wishes)] })
  return fillIn(unsigned, sign, wishes)
}

/** The PDF with a second signature, in a revision of its own (ISO 32000-1 7.5.6). */
export function addSignature(pdf: Buffer, sign: PdfSigning, wishes: SignedPdfWishes = {}): Promise<Buffer> {
  const field = '<< /FT /Sig /T (Signature2) /V 6 0 R >>'
  return fillIn(addRevision(pdf, { 5: field, 6: signatureDictionary(wishes) }), sign, wishes)
}

/** The PDF with a revision that holds these objects. */
export function addRevision(pdf: Buffer, objects: Readonly<Record<number, string>>): Buffer {
  const previous = /startxref\n(\d+)\n%%EOF\n$/.exec(pdf.toString('latin1'))?.[1]
  let text = ''
  const rows = Object.entries(objects).map(([number, body]) => {
    const offset = pdf.length + text.length
    text += `${number} 0 obj\n${body}\nendobj\n`
    return `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const start = pdf.length + text.length
  const trailer = `trailer\n<< /Size 9 /Root 1 0 R /Prev ${previous} >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.concat([pdf, Buffer.from(`${text}xref\n${rows.join('')}${trailer}`, 'latin1')])
}

/** Text of a signature dictionary before it is signed. */
export function signatureDictionary({ subFilter = 'adbe.pkcs7.detached', room = 8192, time }: SignedPdfWishes): string {
  const moment = time === undefined ? '' : `/M (${time}) `
  const contents = `/Contents <${'0'.repeat(room * 2)}>`
  return `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${subFilter} ${moment}/ByteRange [${rangeRoom}] ${contents} >>`
}

async function fillIn(
  unsigned: Buffer,
  sign: PdfSigning,
  { byteRange, room = 8192 }: SignedPdfWishes,
): Promise<Buffer> {
  const pdf = Buffer.from(unsigned)
  const hole = pdf.lastIndexOf('/Contents <') + '/Contents '.length
  const resume = hole + room * 2 + 2
  const right = [0, hole, resume, pdf.length - resume] as const
  const numbers = (byteRange?.(right) ?? right).map((number) => String(number).padStart(digits))
  pdf.write(numbers.join(' '), pdf.lastIndexOf('/ByteRange [') + '/ByteRange ['.length, 'latin1')
  const covered = Buffer.concat([pdf.subarray(0, hole), pdf.subarray(resume)])
  const signature = Buffer.from(await sign(covered))
  pdf.write(signature.toString('hex'), hole + 1, 'latin1')
  return pdf
}
