import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openPromise } from 'yauzl'
import type { ArrangedCase } from '#archive-schema/arranged-case.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { bytesReader, type ContentReader } from '#archive-schema/content-reader.ts'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import type { Fixity } from '#archive-schema/fixity.ts'
import { describeCase } from '#archive-schema/metadata/describe-case.ts'
import { exampleArrangement, exampleParticulars } from '#archive-schema/metadata/example-record.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { readMetadataFile } from '#archive-schema/package/metadata-file.ts'
import { readMetadata } from '#archive-schema/package/read-metadata.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { openPackage, type PackageContent } from '#storage/packages/package-reader.ts'
import { encapsulate } from './encapsulate.ts'

const sample = new URL('../../compliance-tests/cases/accepted/06-employment-registration-instant/', import.meta.url)

let folder: string
let arranged: ArrangedCase
let metadata: RecordMetadata
const contents = new Map<string, Uint8Array>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'encapsulate-'))
  const arrangement = exampleArrangement(parseCaseFile(await readFile(new URL('case.json', sample))))
  for (const { path } of arrangement.files) contents.set(path, await readFile(new URL(path, sample)))
  const files = arrangement.files.map((file) => ({ ...file, fixity: measureBytes(contentOf(file.path)) }))
  arranged = { ...arrangement, files }
  metadata = describeCase(profile, arranged, exampleParticulars(profile, arranged.caseFile))
})

afterAll(() => rm(folder, { recursive: true }))

test('writes a package whose layout, metadata and content are those of the case [PKG-01]', async () => {
  const target = join(folder, 'package.zip')
  const sealed = await encapsulate(profile, metadata, arranged, readContent, target)
  const bytes = await readFile(target)
  const content = await openPackage(bytesReader(bytes))
  expect(sealed).toMatchObject({ path: target, root: metadata.case.electronicRecordCode })
  expect(measureBytes(bytes)).toMatchObject(sealed.fixity)
  expect(content.root).toBe(sealed.root)
  expect(content.entries.map(({ path }) => path)).toEqual([
    '说明文件.xml',
    '基本信息元数据.xml',
    '流程信息元数据.xml',
    '归档材料目录.xml',
    '校验信息.xml',
    ...arranged.files.map(({ folder: inFolder, name }) => `${inFolder}/${name}`),
  ])
  expect(readMetadata(profile, await filesOf(content))).toEqual(metadata)
  for (const { path, fixity, dataOffset } of sealed.entries) {
    expect({ path, ...measureBytes(bytes.subarray(dataOffset, dataOffset + fixity.bytes)) }).toEqual({
      path,
      ...fixity,
    })
  }
})

test('lists every other file with size and digests, and every document with its path [PKG-07, PKG-13]', async () => {
  const target = join(folder, 'lists.zip')
  const sealed = await encapsulate(profile, metadata, arranged, readContent, target)
  const files = await filesOf(await openPackage(bytesReader(await readFile(target))))
  const checksums = readMetadataFile(profile, 'checksums', files.get('校验信息.xml') ?? new Uint8Array())
  const materials = readMetadataFile(profile, 'materials', files.get('归档材料目录.xml') ?? new Uint8Array())
  const listed = sealed.entries.map(({ path, fixity: { bytes, sha256, sm3 } }) => ({
    path,
    bytes: String(bytes),
    digests: [
      { algorithm: 'SHA-256', value: sha256 },
      { algorithm: 'SM3', value: sm3 },
    ],
  }))
  expect(checksums.files).toEqual(listed.filter(({ path }) => path !== '校验信息.xml'))
  expect(materials.materials?.map(({ path, bytes, digests }) => ({ path, bytes, digests }))).toEqual(listed.slice(5))
  expect(materials).toMatchObject({ documentCount: '3', totalBytes: metadata.explanation.totalBytes })
})

test('writes the same bytes again, whatever time zone the machine has [PKG-06]', async () => {
  const { fixity } = await encapsulate(profile, metadata, arranged, readContent, join(folder, 'here.zip'))
  vi.stubEnv('TZ', 'America/St_Johns')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(new Date(0).getTimezoneOffset()).toBe(210)
  const described = describeCase(profile, arranged, exampleParticulars(profile, arranged.caseFile))
  const there = await encapsulate(profile, described, arranged, readContent, join(folder, 'there.zip'))
  expect(there.fixity).toEqual(fixity)
})

test('gives another package for another time of archiving', async () => {
  const particulars = {
    ...exampleParticulars(profile, arranged.caseFile),
    archivedAt: new Date('2026-03-01T02:00:06Z'),
  }
  const later = describeCase(profile, arranged, particulars)
  const { fixity } = await encapsulate(profile, metadata, arranged, readContent, join(folder, 'one.zip'))
  const other = await encapsulate(profile, later, arranged, readContent, join(folder, 'other.zip'))
  expect(other.fixity.sha256).not.toBe(fixity.sha256)
})

test('is read by another program as what it is', async () => {
  const target = join(folder, 'interop.zip')
  await encapsulate(profile, metadata, arranged, readContent, target)
  const zip = await openPromise(target)
  const names: string[] = []
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName)
    expect(entry.getLastModDate({ timezone: 'UTC' })).toEqual(new Date('1980-01-01T00:00:00Z'))
    const chunks: Uint8Array[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk)
    expect(Buffer.concat(chunks)).toHaveLength(entry.uncompressedSize)
  }
  expect(names).toHaveLength(8)
  expect(new Set(names.map((name) => name.split('/')[0]))).toEqual(new Set([metadata.case.electronicRecordCode]))
})

test.for([
  ['has changed', (bytes: Uint8Array) => bytes.with(0, 0), 'SHA-256'],
  ['is shorter', (bytes: Uint8Array) => bytes.subarray(1), 'bytes instead of'],
  ['is longer', (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.of(0)]), 'bytes instead of'],
] as const)('refuses staged content that %s, and leaves nothing behind', async ([, change, found]) => {
  const target = join(folder, 'lost', 'package.zip')
  await mkdir(join(folder, 'lost'), { recursive: true })
  await writeFile(join(folder, 'lost', 'other.txt'), '')
  const [, second] = arranged.files
  const lost = (path: string) => bytesReader(path === second?.path ? change(contentOf(path)) : contentOf(path))
  await expect(encapsulate(profile, metadata, arranged, lost, target)).rejects.toMatchObject({
    code: 'STAGING_LOST',
    faults: [{ file: second?.path, found: expect.stringContaining(found) }],
  })
  expect(await readdir(join(folder, 'lost'))).toEqual(['other.txt'])
})

test('replaces what an interrupted run left', async () => {
  const target = join(folder, 'restart.zip')
  await writeFile(`${target}.part`, Buffer.alloc(9_000_000))
  await writeFile(target, 'half')
  const { fixity } = await encapsulate(profile, metadata, arranged, readContent, target)
  expect(measureBytes(await readFile(target))).toMatchObject(fixity)
})

test('closes what it has opened', async () => {
  const closed: string[] = []
  const closable = async (path: string) => ({
    ...bytesReader(contentOf(path)),
    close: async () => {
      closed.push(path)
    },
  })
  await encapsulate(profile, metadata, arranged, closable, join(folder, 'closed.zip'))
  expect(closed).toEqual(arranged.files.map(({ path }) => path))
})

test('writes a large file chunk by chunk and verifies it', async () => {
  const chunks = Array.from({ length: 9 }, (_, i) => Buffer.alloc(1 << 20, i))
  const large: ContentReader = {
    bytes: 9 << 20,
    read: () => Promise.reject(new Error('a large file is not read as a whole')),
    async *stream() {
      yield* chunks
    },
  }
  const write = async (fixity: Fixity) => {
    const files = arranged.files.map((file, i) => (i === 0 ? { ...file, fixity } : file))
    const described = describeCase(profile, { ...arranged, files }, exampleParticulars(profile, arranged.caseFile))
    const read = (path: string) => (path === files[0]?.path ? large : readContent(path))
    return encapsulate(profile, described, { ...arranged, files }, read, join(folder, 'large.zip'))
  }
  const fixity = measureBytes(Buffer.concat(chunks))
  const sealed = await write(fixity)
  const { entries } = await openPackage(bytesReader(await readFile(sealed.path)))
  expect(measureBytes((await entries[5]?.reader.read(0, 9 << 20)) ?? new Uint8Array())).toEqual(fixity)
  await expect(write({ ...fixity, sha256: fixity.sm3 })).rejects.toMatchObject({ code: 'STAGING_LOST' })
  await expect(write({ ...fixity, bytes: fixity.bytes + 1 })).rejects.toMatchObject({ code: 'STAGING_LOST' })
})

function contentOf(path: string): Uint8Array {
  const content = contents.get(path)
  if (content === undefined) throw new Error(`no content ${path}`)
  return content
}

function readContent(path: string): ContentReader {
  return bytesReader(contentOf(path))
}

async function filesOf({ entries }: PackageContent): Promise<Map<string, Uint8Array>> {
  const read = entries.map(async ({ path, bytes, reader }) => [path, await reader.read(0, bytes)] as const)
  return new Map(await Promise.all(read))
}
