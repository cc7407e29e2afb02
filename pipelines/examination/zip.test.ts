import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { defaultContentLimits } from './content-limits.ts'
import { examine, makeZip, ofdEntries, verdict } from './content-trial.ts'
import { examineContent } from './examine-content.ts'

const good = { '附件/说明.txt': '说明', '附件/表.csv': '1,2', 'a.bin': randomBytes(3000) }

/** The same ZIP with every occurrence of a run of bytes replaced by another of the same length. */
function patch(zip: Buffer, from: string, to: string): Buffer {
  return Buffer.from(zip.toString('hex').replaceAll(from, to), 'hex')
}

const hex = (text: string) => Buffer.from(text).toString('hex')

test('accepts a ZIP, stored or deflated, with other ZIPs inside', async () => {
  expect(await verdict('a.zip', await makeZip(good))).toBe('zip')
  expect(await verdict('a.zip', await makeZip(good, { store: true }))).toBe('zip')
  expect(await verdict('a.zip', await makeZip({ 'b.zip': await makeZip(good) }))).toBe('zip')
  expect(await verdict('a.zip', await makeZip({ 'b.zip': await makeZip(good) }, { store: true }))).toBe('zip')
})

test('reads large entries as a stream', async () => {
  expect(await verdict('a.zip', await makeZip({ 'a.bin': randomBytes(5 * 2 ** 20) }))).toBe('zip')
})

test('refuses a ZIP that declares too much, before it expands anything [PKG-10]', async () => {
  const bomb = await makeZip({ 'a.txt': Buffer.alloc(9 * 2 ** 20) })
  await expect(examine('a.zip', bomb)).rejects.toMatchObject({
    code: 'LIMITS_EXPANSION',
    faults: [{ found: `${9 * 2 ** 20} bytes`, expected: `${8 * 2 ** 20} bytes` }],
  })
  expect(await verdict('a.zip', await makeZip(good), { limits: { maxExpandedBytes: 3000 } })).toBe('LIMITS_EXPANSION')
})

test.for([1000, 3 * 2 ** 20])('refuses a ZIP whose %i bytes are more than it declares', async (bytes) => {
  const honest = await makeZip({ 'a.txt': Buffer.alloc(bytes, 0x41) })
  const size = Buffer.alloc(4)
  size.writeUInt32LE(bytes)
  const lying = patch(honest, size.toString('hex'), '0a000000')
  expect(await verdict('a.zip', lying)).toBe('LIMITS_EXPANSION')
})

test('refuses an entry that is shorter than it declares', async () => {
  const lying = patch(await makeZip({ 'a.txt': Buffer.alloc(1000, 0x41) }), 'e8030000', 'e9030000')
  expect(await verdict('a.zip', lying)).toBe('FORMATS_DAMAGED')
})

test('counts archives inside archives [PKG-10]', async () => {
  let zip = await makeZip({ 'a.txt': '1' })
  for (let depth = 2; depth <= 4; depth++) zip = await makeZip({ 'b.zip': zip })
  expect(await verdict('a.zip', zip)).toBe('LIMITS_EXPANSION')
  expect(await verdict('a.zip', zip, { limits: { maxNesting: 4 } })).toBe('zip')
  const inner = await makeZip({ 'a.txt': Buffer.alloc(5 * 2 ** 20) })
  const two = await makeZip({ 'a.zip': inner, 'b.zip': inner }, { store: true })
  expect(await verdict('a.zip', two)).toBe('LIMITS_EXPANSION')
})

test('refuses too many entries [PKG-10]', async () => {
  expect(await verdict('a.zip', await makeZip(good), { limits: { maxEntries: 2 } })).toBe('LIMITS_EXPANSION')
})

test('refuses encrypted entries [PKG-05, FMT-02]', async () => {
  const zip = await makeZip({ 'a.txt': 'x' })
  zip.writeUInt16LE(zip.readUInt16LE(6) | 1, 6)
  const central = zip.indexOf('PK\u0001\u0002')
  zip.writeUInt16LE(zip.readUInt16LE(central + 8) | 1, central + 8)
  expect(await verdict('a.zip', zip)).toBe('FORMATS_ENCRYPTED')
  zip.writeUInt16LE(zip.readUInt16LE(central + 8) | 0x40, central + 8)
  expect(await verdict('a.zip', zip)).toBe('FORMATS_ENCRYPTED')
})

test.for([
  ['x1234567', '../34567', 'PATHS_TRAVERSAL'],
  ['x1234567', 'a\\..\\b/c', 'PATHS_TRAVERSAL'],
  ['x1234567', '/etc/abc', 'PATHS_ABSOLUTE'],
  ['x1234567', 'C:\\a.txt', 'PATHS_ABSOLUTE'],
] as const)('refuses the entry %s renamed %s', async ([from, to, code]) => {
  expect(await verdict('a.zip', patch(await makeZip({ [from]: 'x' }), hex(from), hex(to)))).toBe(code)
})

test('refuses links [PKG-04]', async () => {
  expect(await verdict('a.zip', await makeZip({ link: '/etc/passwd' }, { mode: 0o120777 }))).toBe('PATHS_LINK')
})

test('refuses programs inside, by content and by name [FMT-02]', async () => {
  expect(await verdict('a.zip', await makeZip({ 'a.txt': 'MZ\0\0' }))).toBe('FORMATS_EXECUTABLE')
  expect(await verdict('a.zip', await makeZip({ 'a.bat': 'del *' }))).toBe('FORMATS_EXECUTABLE')
  const nested = await makeZip({ 'b.zip': await makeZip({ 'a.pdf': '\x7fELF' }) })
  await expect(examine('a.zip', nested)).rejects.toMatchObject({ faults: [{ file: 'files/a.zip/b.zip/a.pdf' }] })
})

test('refuses a document type inside [PKG-18]', async () => {
  expect(await verdict('a.zip', await makeZip({ 'a.xml': '<!DOCTYPE a><a/>' }))).toBe('ACTIVE-CONTENT_DTD')
})

test('refuses overlapping entries, entries of one name and two names of one entry [PKG-04]', async () => {
  const two = await makeZip({ 'a.txt': 'same', 'b.txt': 'same' })
  expect(await verdict('a.zip', patch(two, hex('b.txt'), hex('a.txt')))).toBe('FORMATS_DAMAGED')
  const second = two.lastIndexOf('PK\u0001\u0002')
  const overlap = Buffer.from(two)
  overlap.writeUInt32LE(0, second + 42)
  await expect(examine('a.zip', overlap)).rejects.toMatchObject({ code: 'FORMATS_DAMAGED' })
  const renamed = Buffer.from(two)
  renamed.write('c', second + 46)
  await expect(examine('a.zip', renamed)).rejects.toMatchObject({ message: /two names/ })
})

test('refuses a wrong check sum', async () => {
  const zip = await makeZip({ 'a.txt': 'content' }, { store: true })
  expect(await verdict('a.zip', patch(zip, hex('content'), hex('Content')))).toBe('FORMATS_DAMAGED')
})

test('refuses a ZIP that is empty or cut off', async () => {
  const zip = await makeZip(good)
  expect(await verdict('a.zip', await makeZip({}))).toBe('FORMATS_DAMAGED')
  expect(await verdict('a.zip', zip.subarray(0, -1))).toBe('FORMATS_DAMAGED')
  expect(await verdict('a.zip', zip.subarray(0, 100))).toBe('FORMATS_DAMAGED')
})

test('passes on what is wrong with the reading, not with the ZIP', async () => {
  const zip = await makeZip(good)
  const failing = {
    bytes: 5_000_000,
    read: async (start: number, length: number) => {
      if (start > 0) throw new TypeError('disk')
      return Buffer.concat([zip, Buffer.alloc(length)]).subarray(0, length)
    },
    stream: async function* () {},
  }
  await expect(examineContent('files/a.zip', failing, {}, defaultContentLimits)).rejects.toThrow(TypeError)
})

test('reads names in GBK', async () => {
  const zip = patch(await makeZip({ abcd: 'x' }), hex('abcd'), 'b5b5b0b8')
  zip.writeUInt16LE(0, 6)
  zip.writeUInt16LE(0, zip.indexOf('PK\u0001\u0002') + 8)
  expect(await verdict('a.zip', zip)).toBe('zip')
})

const ofd = (changes: Record<string, string> = {}) => makeZip({ ...ofdEntries, ...changes })

test('accepts an OFD and tells its version', async () => {
  expect(await examine('a.ofd', await ofd(), { declared: { mediaType: 'application/ofd' } })).toEqual({
    id: 'ofd',
    mediaType: 'application/ofd',
    extension: 'ofd',
    version: '1.1',
  })
})

test.for([
  ['a main entry that is not well-formed', { 'OFD.xml': '<ofd:OFD>' }, 'FORMATS_DAMAGED'],
  ['a main entry without documents', { 'OFD.xml': '<OFD/>' }, 'FORMATS_DAMAGED'],
  ['a main entry of another kind', { 'OFD.xml': '<Other/>' }, 'FORMATS_DAMAGED'],
  ['a document that is not well-formed', { 'Doc_0/Document.xml': '<a>' }, 'FORMATS_DAMAGED'],
  ['a document type', { 'OFD.xml': '<!DOCTYPE a><OFD/>' }, 'ACTIVE-CONTENT_DTD'],
  ['a document type in a page', { 'Doc_0/Pages/Page_0/Content.xml': '<!DOCTYPE a><a/>' }, 'ACTIVE-CONTENT_DTD'],
  ['encryption', { 'Encryptions.xml': '<a/>' }, 'FORMATS_ENCRYPTED'],
  ['a program', { 'Doc_0/Attachs/a.dat': 'MZ\0\0' }, 'FORMATS_EXECUTABLE'],
] as const)('refuses an OFD with %s', async ([, changes, code]) => {
  expect(await verdict('a.ofd', await ofd(changes))).toBe(code)
})

test('refuses an OFD that names a document it does not hold', async () => {
  const { 'OFD.xml': main } = ofdEntries
  expect(await verdict('a.ofd', await makeZip({ 'OFD.xml': main }))).toBe('FORMATS_DAMAGED')
})

test('refuses a plain ZIP as OFD and an OFD as plain ZIP', async () => {
  expect(await verdict('a.ofd', await makeZip(good))).toBe('FORMATS_MISMATCH')
  expect(await verdict('a.zip', await ofd())).toBe('FORMATS_MISMATCH')
})

test('returns office files for conversion, and names macros as the graver reason [FMT-02]', async () => {
  const docx = { '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' }
  expect(await verdict('a.docx', await makeZip(docx))).toBe('FORMATS_UNKNOWN')
  expect(await verdict('a.docx', await makeZip({ ...docx, 'word/vbaProject.bin': 'x' }))).toBe('ACTIVE-CONTENT_SCRIPT')
  expect(await verdict('a.odt', await makeZip({ mimetype: 'x', 'content.xml': '<a/>' }))).toBe('FORMATS_UNKNOWN')
  expect(await verdict('a.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('FORMATS_UNKNOWN')
})
