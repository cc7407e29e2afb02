import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { fc, test as law } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { bytesReader, type ContentReader } from '#archive-schema/content-reader.ts'
import { centralDirectory, endRecords, localHeader, type ZipEntry } from '#archive-schema/package/zip-records.ts'
import { openPackage } from './package-reader.ts'

const root = '430190-0117-430131012001-2025-D10-000021'
const contents: readonly [string, string][] = [
  [`${root}/说明文件.xml`, '<a/>'],
  [`${root}/申报文件/0001_申请表𠮷.pdf`, '%PDF-1.4 …'],
  [`${root}/结果文件/0001_决定书.ofd`, 'PK'],
]
const sound = zip(contents)

test('gives the files in package order, with the place of their bytes', async () => {
  const { root: found, entries } = await openPackage(bytesReader(sound))
  expect(found).toBe(root)
  expect(entries.map(({ path }) => path)).toEqual([
    '说明文件.xml',
    '申报文件/0001_申请表𠮷.pdf',
    '结果文件/0001_决定书.ofd',
  ])
  for (const [i, { bytes, dataOffset, reader }] of entries.entries()) {
    const content = contents[i]?.[1] ?? ''
    expect(sound.toString('utf8', dataOffset, dataOffset + bytes)).toBe(content)
    expect(text(await reader.read(0, bytes))).toBe(content)
    expect(await streamed(reader)).toBe(content)
  }
})

test('reads parts of a file without touching its neighbours', async () => {
  const { entries } = await openPackage(bytesReader(sound))
  const reader = entries[1]?.reader ?? bytesReader(new Uint8Array())
  expect(text(await reader.read(1, 3))).toBe('PDF')
  expect(text(await reader.read(9, 100))).toBe('…')
  expect(text(await reader.read(100, 5))).toBe('')
  expect(await streamed(reader, 1, 4)).toBe('PDF')
  expect(await streamed(reader, 5, 1000)).toBe('1.4 …')
})

test('finds a changed byte of a file when the whole file is read', async () => {
  const changed = Buffer.from(sound)
  const at = changed.indexOf('%PDF')
  changed[at] = 0x24
  const { entries } = await openPackage(bytesReader(changed))
  const reader = entries[1]?.reader ?? bytesReader(new Uint8Array())
  const refusal = expect.objectContaining({
    faults: [expect.objectContaining({ found: expect.stringContaining('CRC-32') })],
  })
  await expect(reader.read(0, reader.bytes)).rejects.toEqual(refusal)
  await expect(streamed(reader)).rejects.toEqual(refusal)
  expect(text(await reader.read(1, 3))).toBe('PDF')
})

const patches: readonly [string, (bytes: Buffer) => Uint8Array, string][] = [
  ['an encrypted entry', (b) => patch(b, central(b) + 8, 0x0801), 'encrypted'],
  ['a compressed entry', (b) => patch(b, central(b) + 10, 8), 'compressed (method 8)'],
  ['a data descriptor', (b) => patch(b, central(b) + 8, 0x0808), 'data descriptor'],
  ['two sizes of one entry', (b) => patch(b, central(b) + 20, 3), 'two different sizes'],
  ['a comment of an entry', (b) => patch(b, central(b) + 32, 2), ''],
  ['a local header with other flags', (b) => patch(b, 6, 0x0801), 'local header'],
  ['a local header with another method', (b) => patch(b, 8, 8), 'local header'],
  ['a local header with another CRC', (b) => patch(b, 14, 1), 'local header'],
  ['a local header with another size', (b) => patch(b, 22, 5), 'local header'],
  ['a local header with another name', (b) => patch(b, 30, 0x3939), 'local header'],
  ['an entry that overlaps another', (b) => patch(b, central(b, 1) + 42, 1), 'overlaps'],
  ['a symbolic link', (b) => patch(b, central(b) + 40, 0o120644), 'central directory has another form'],
  ['a time', (b) => patch(patch(b, central(b) + 12, 1), 10, 1), 'local header'],
  ['a comment of the package', (b) => Buffer.concat([patch(b, b.length - 2, 3), Buffer.from('abc')]), '3 bytes more'],
  ['bytes after the end', (b) => Buffer.concat([b, Buffer.from('x')]), 'comment'],
  ['bytes before the beginning', (b) => Buffer.concat([Buffer.from('MZ'), b]), ''],
  ['fewer entries in the end record', (b) => patch(patch(b, b.length - 14, 2), b.length - 12, 2), 'bytes more'],
  ['another disk', (b) => patch(b, b.length - 18, 1), 'disk'],
  ['another disk for the directory', (b) => patch(b, b.length - 16, 1), 'end records'],
  ['another size of the directory', (b) => patch(b, b.length - 10, 1), 'end records'],
]

test.for(patches)('refuses %s', async ([, change, found]) => {
  await expectRefusal(change(Buffer.from(sound)), found)
})

const names: readonly [string, readonly string[], string][] = [
  ['two equal names', [`${root}/a.xml`, `${root}/a.xml`], 'its name is that of'],
  ['names that differ in letter case', [`${root}/a.xml`, `${root}/A.xml`], 'its name is that of'],
  ['names that differ in Unicode form', [`${root}/é.xml`, `${root}/e\u0301.xml`], 'NFC'],
  ['a second root folder', [`${root}/a.xml`, 'other/a.xml'], 'more than one root folder'],
  ['a root folder that differs in letter case', ['root/a.xml', 'ROOT/b.xml'], 'more than one root folder'],
  ['a file beside the root folder', [`${root}/a.xml`, 'a.xml'], 'more than one root folder'],
  ['a file instead of a root folder', ['a.xml'], 'outside the root folder'],
  ['a file that is a folder too', [`${root}/a`, `${root}/a/b.xml`], 'a file and a folder'],
  ['a path that leaves the root', [`${root}/../a.xml`], '".."'],
  ['a path with an empty component', [`${root}//a.xml`], 'empty component'],
  ['an absolute path', [`/${root}/a.xml`], 'absolute'],
  ['an entry for a folder', [`${root}/申报文件/`], 'ends with "/"'],
  ['a backslash', [`${root}/a\\b.xml`], 'backslash'],
  ['a control character', [`${root}/a\u0000.xml`], 'control character'],
  ['a name that is too long', [`${root}/${'长'.repeat(67)}`], '200 bytes'],
  ['no file at all', [], 'no files'],
]

test.for(names)('refuses %s', async ([, entries, found]) => {
  await expectRefusal(zip(entries.map((name) => [name, name])), found)
})

test('refuses a name that is not UTF-8 [PKG-03]', async () => {
  const changed = Buffer.from(sound)
  changed[30 + root.length + 1] = 0xff
  changed[central(changed) + 46 + root.length + 1] = 0xff
  await expectRefusal(changed, 'not UTF-8')
})

test('refuses bytes between two entries and between the last entry and the directory', async () => {
  const gap = Buffer.from('gap')
  await expectRefusal(zip(contents, { beforeEntry: gap }), '3 unlisted bytes')
  await expectRefusal(zip(contents, { beforeDirectory: gap }), '3 bytes more')
})

test('refuses a deflated package and one with data descriptors, as other programs write them [PKG-05]', async () => {
  const deflated = await yazl((file) => file.addBuffer(Buffer.alloc(1000), `${root}/a.xml`))
  const described = await yazl((file) =>
    file.addReadStream(Readable.from([Buffer.from('abc')]), `${root}/a.xml`, { compress: false }),
  )
  await expectRefusal(deflated, 'compressed (method 8)')
  await expectRefusal(described, 'data descriptor')
})

test('refuses the package truncated at any byte', async () => {
  for (let bytes = 0; bytes < sound.length; bytes += 1) await expectRefusal(sound.subarray(0, bytes), '')
})

test('refuses any changed byte outside the content', async () => {
  const { entries } = await openPackage(bytesReader(sound))
  const isContent = (at: number) => entries.some(({ dataOffset, bytes }) => at >= dataOffset && at < dataOffset + bytes)
  for (let at = 0; at < sound.length; at += 1) {
    if (isContent(at)) continue
    const changed = Buffer.from(sound)
    changed.writeUInt8((changed[at] ?? 0) ^ 0x01, at)
    await expectRefusal(changed, '')
  }
})

law.prop([fc.uint8Array({ maxLength: 400 })])('never takes random bytes for a package', async (bytes) => {
  await expectRefusal(bytes, '')
})

law.prop([fc.nat(), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 12 })])(
  'never takes a package for sound when bytes of its headers were replaced',
  async (start, length, bytes) => {
    const at = start % sound.length
    const changed = Buffer.concat([sound.subarray(0, at), bytes, sound.subarray(at + (length % 12))])
    fc.pre(!changed.equals(sound))
    const all = async () => {
      const { entries } = await openPackage(bytesReader(changed))
      for (const { reader } of entries) await reader.read(0, reader.bytes)
    }
    await expect(all()).rejects.toMatchObject({ code: 'PACKAGE_INVALID' })
  },
)

test('opens a package beyond 4 GiB and reads at its end', async () => {
  const five = 5 * 1024 ** 3
  const big: ZipEntry = { name: `${root}/大.mp4`, bytes: five, crc32: 7, offset: 0 }
  const bigHeader = Buffer.from(localHeader(big))
  const small = { name: `${root}/小.xml`, bytes: 4, crc32: crc32('<a/>'), offset: bigHeader.length + five }
  const smallHeader = Buffer.from(localHeader(small))
  const offset = small.offset + smallHeader.length + 4
  const directory = Buffer.from(centralDirectory([big, small]))
  const end = Buffer.from(endRecords({ entries: 2, bytes: directory.length, offset }))
  const tail = Buffer.concat([smallHeader, Buffer.from('<a/>'), directory, end])
  const { entries } = await openPackage(sparseReader(bigHeader, five, tail))
  expect(entries.map(({ path, bytes, dataOffset }) => [path, bytes, dataOffset])).toEqual([
    ['大.mp4', five, bigHeader.length],
    ['小.xml', 4, small.offset + smallHeader.length],
  ])
  expect(text((await entries[1]?.reader.read(0, 4)) ?? new Uint8Array())).toBe('<a/>')
})

test('passes on what the container fails with', async () => {
  const failing: ContentReader = { ...bytesReader(sound), read: () => Promise.reject(new Error('no network')) }
  await expect(openPackage(failing)).rejects.toThrow('no network')
})

test('opens a small package with few reads', async () => {
  const reads: number[] = []
  const container = bytesReader(sound)
  await openPackage({
    ...container,
    read(start, length) {
      reads.push(start)
      return container.read(start, length)
    },
  })
  expect(reads.length).toBeLessThanOrEqual(contents.length + 3)
})

async function expectRefusal(bytes: Uint8Array, found: string): Promise<void> {
  await expect(openPackage(bytesReader(bytes))).rejects.toMatchObject({
    code: 'PACKAGE_INVALID',
    faults: [{ file: expect.any(String), found: expect.stringContaining(found) }],
  })
}

function zip(
  files: readonly (readonly [string, string])[],
  hidden: { beforeEntry?: Buffer; beforeDirectory?: Buffer } = {},
): Buffer {
  const parts: Uint8Array[] = []
  const size = () => parts.reduce((sum, { length }) => sum + length, 0)
  const entries = files.map(([name, content], i): ZipEntry => {
    if (i === 1 && hidden.beforeEntry) parts.push(hidden.beforeEntry)
    const entry = { name, bytes: Buffer.byteLength(content), crc32: crc32(content), offset: size() }
    parts.push(localHeader(entry), Buffer.from(content))
    return entry
  })
  if (hidden.beforeDirectory) parts.push(hidden.beforeDirectory)
  const directory = centralDirectory(entries)
  const end = endRecords({ entries: entries.length, bytes: directory.length, offset: size() })
  return Buffer.concat([...parts, directory, end])
}

/** Where the central record of an entry begins. */
function central(bytes: Buffer, index = 0): number {
  let at = bytes.readUInt32LE(bytes.length - 6)
  for (let i = 0; i < index; i += 1) at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30)
  return at
}

function patch(bytes: Buffer, at: number, value: number): Buffer {
  bytes.writeUInt16LE(value, at)
  return bytes
}

function yazl(add: (file: ZipFile) => void): Promise<Buffer> {
  const file = new ZipFile()
  add(file)
  file.end()
  return collected(file.outputStream)
}

async function collected(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function sparseReader(head: Buffer, zeros: number, tail: Buffer): ContentReader {
  const bytes = head.length + zeros + tail.length
  const at = (start: number, length: number) => {
    const part = Buffer.alloc(Math.max(0, Math.min(length, bytes - start)))
    head.copy(part, 0, Math.min(start, head.length))
    const intoTail = start - head.length - zeros
    if (intoTail + part.length > 0) tail.copy(part, Math.max(0, -intoTail), Math.max(0, intoTail))
    return part
  }
  return {
    bytes,
    read: async (start, length) => at(start, length),
    async *stream(start = 0, end = bytes) {
      yield at(start, end - start)
    },
  }
}

async function streamed(reader: ContentReader, start?: number, end?: number): Promise<string> {
  return text(await collected(reader.stream(start, end)))
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString()
}
