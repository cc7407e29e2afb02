import { expect, test } from 'vitest'
import { examine, makePdf, stream, verdict } from './content-trial.ts'

const pages = '<< /Type /Pages /Kids [] /Count 0 >>'
const catalog = '<< /Type /Catalog /Pages 2 0 R >>'
const withObjects = (...more: string[]) => makePdf({ objects: [catalog, pages, ...more] })
const withContained = (...contained: string[]) => makePdf({ objects: [catalog, pages], contained })

test('accepts a table and streams of cross-references and tells the version', async () => {
  await expect(examine('a.pdf', makePdf())).resolves.toEqual({
    id: 'pdf',
    mediaType: 'application/pdf',
    extension: 'pdf',
    version: '1.5',
    pronom: 'fmt/19',
  })
  expect(await verdict('a.pdf', withContained('<< /Type /Font >>', '12'))).toBe('pdf')
})

test('takes the later version that the catalog states', async () => {
  const objects = ['<< /Type /Catalog /Pages 2 0 R /Version /1.7 >>', pages]
  expect((await examine('a.pdf', makePdf({ objects }))).version).toBe('1.7')
})

test('finds the catalog in an object stream', async () => {
  const pdf = makePdf({
    objects: [stream('/Type /Metadata', 'x')],
    contained: [catalog, pages],
    trailer: '/Root 3 0 R',
  })
  expect(await verdict('a.pdf', pdf)).toBe('pdf')
})

test('accepts bytes before the header, whichever way offsets are counted', async () => {
  expect(await verdict('a.pdf', makePdf({ before: '\0\0junk\n' }))).toBe('pdf')
})

test.for(['<< /V 1 >>', '3 0 R'])('refuses encryption (%s) in a table [FMT-02]', async (value) => {
  expect(await verdict('a.pdf', makePdf({ trailer: `/Encrypt ${value}` }))).toBe('FORMATS_ENCRYPTED')
})

test('refuses encryption in a cross-reference stream', async () => {
  const pdf = makePdf({ objects: [catalog, pages], contained: ['1'], trailer: '/Encrypt 3 0 R' })
  expect(await verdict('a.pdf', pdf)).toBe('FORMATS_ENCRYPTED')
})

const scripts = [
  '<< /S /JavaScript /JS (app.alert\\(1\\)) >>',
  '<< /S /Java#53cript /JS 9 0 R >>',
  '<< /Type /Annot /A << /S /Launch /F (a.exe) >> >>',
  '[ 1 [ << /AA << /O << /S/JavaScript/JS() >> >> >> ] ]',
  '<< /S /Rendition /JS (x) >>',
  '<< /AcroForm << /XFA [] >> >>',
  '/JavaScript',
]

test.for(scripts)('refuses what runs: %s [FMT-02]', async (script) => {
  expect(await verdict('a.pdf', withObjects(script))).toBe('ACTIVE-CONTENT_SCRIPT')
  expect(await verdict('a.pdf', withContained('<< /K 1 >>', script))).toBe('ACTIVE-CONTENT_SCRIPT')
})

test.for([
  '<< /Type /Annot /A << /S /URI /URI (http://example.org/JavaScript) >> >>',
  '(/S /JavaScript)',
  '<< /S /GoTo /D [2 0 R /Fit] >> % /S /JavaScript',
  '<< /Font << /JS 2 0 R >> /Contents <2f532f4a617661536372697074> >>',
])('accepts what only looks like it: %s', async (value) => {
  expect(await verdict('a.pdf', withObjects(value))).toBe('pdf')
  expect(await verdict('a.pdf', withContained(`${value}\n`))).toBe('pdf')
})

test('does not mind a script that an update has taken out of use', async () => {
  const old = withObjects('<< /S /JavaScript /JS (x) >>').toString('latin1')
  const place = old.length
  const previous = /startxref\n(\d+)/.exec(old)?.[1]
  const update =
    `3 0 obj\nnull\nendobj\nxref\n3 1\n${String(place).padStart(10, '0')} 00000 n \n` +
    `trailer\n<< /Root 1 0 R /Prev ${previous} >>\nstartxref\n${place + 20}\n%%EOF`
  expect(await verdict('a.pdf', Buffer.from(old + update, 'latin1'))).toBe('pdf')
})

test.for([
  ['no end marker', (pdf: string) => pdf.replace('%%EOF', '')],
  ['no startxref', (pdf: string) => pdf.replace('startxref', '')],
  ['bytes after the end', (pdf: string) => `${pdf}PK`],
  ['startxref beyond the end', (pdf: string) => pdf.replace(/startxref\n\d+/, 'startxref\n999999')],
  ['startxref beside the table', (pdf: string) => pdf.replace(/startxref\n\d+/, 'startxref\n11')],
  ['an object elsewhere', (pdf: string) => pdf.replace('2 0 obj', '7 0 obj')],
  ['no catalog', (pdf: string) => pdf.replace('/Root', '/Boot')],
  ['a catalog without pages', (pdf: string) => pdf.replace('/Pages 2', '/Paces 2')],
  ['a broken dictionary', (pdf: string) => pdf.replace('/Kids [] /Count 0 >>', '/Kids [] /Count 0 ))')],
  ['a broken table', (pdf: string) => pdf.replace('00000 n', '00000 x')],
  ['a section that never ends', (pdf: string) => pdf.replace('0 3\n', '0 9\n')],
  ['no version', (pdf: string) => pdf.replace('%PDF-1.5', '%PDF-x.5')],
] as const)('refuses %s', async ([, harm]) => {
  const pdf = makePdf().toString('latin1')
  expect(await verdict('a.pdf', Buffer.from(harm(pdf), 'latin1'))).toBe('FORMATS_DAMAGED')
})

test('refuses a stream that does not end where it says', async () => {
  const cut = stream('/Type /XObject', 'content').replace(/\/Length \d+/, '/Length 5')
  expect(await verdict('a.pdf', withObjects(cut))).toBe('FORMATS_DAMAGED')
})

test('finds the length of a stream in another object', async () => {
  const indirect = '<< /Length 4 0 R >>\nstream\n1234567\nendstream'
  expect(await verdict('a.pdf', withObjects(indirect, '7'))).toBe('pdf')
  expect(await verdict('a.pdf', withObjects(indirect, '3'))).toBe('FORMATS_DAMAGED')
})

test('refuses objects that it cannot see', async () => {
  const pdf = withContained('1').toString('latin1')
  const hidden = pdf.replace('/N 1 /First 4 /Filter /FlateDecode', '/N 1 /First 4 /Filter /LZWDecode  ')
  expect(await verdict('a.pdf', Buffer.from(hidden, 'latin1'))).toBe('FORMATS_UNKNOWN')
})

test('refuses an object stream that expands too far', async () => {
  const bomb = withContained(`(${' '.repeat(70 * 2 ** 20)})`)
  expect(await verdict('a.pdf', bomb)).toBe('LIMITS_EXPANSION')
  const smaller = withContained(`(${' '.repeat(2000)})`)
  expect(await verdict('a.pdf', smaller, { limits: { maxExpandedBytes: 1000 } })).toBe('LIMITS_EXPANSION')
})

test('survives a chain of cross-references that turns back', async () => {
  const pdf = makePdf().toString('latin1')
  const start = /startxref\n(\d+)/.exec(pdf)?.[1]
  const looped = pdf.replace('/Root', `/Prev ${start} /Root`)
  expect(await verdict('a.pdf', Buffer.from(looped, 'latin1'))).toBe('pdf')
})

test('refuses values nested without end', async () => {
  expect(await verdict('a.pdf', withObjects('['.repeat(5000)))).toBe('FORMATS_DAMAGED')
})
