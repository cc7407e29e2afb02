import { writeFile } from 'node:fs/promises'
import { ZipFile } from 'yazl'
import { CaseDraft } from '../case-draft.ts'
import type { Trial } from '../trial.ts'
import { type ZipPart, zipBytes } from '../zip-bytes.ts'

const form = 'files/0001_就业登记申请表.pdf'

/** A case that is handed over as a ZIP; `pack` gets its entries, `case.json` first. */
function zipTrial(
  name: string,
  expected: string,
  names: string,
  pack: (parts: ZipPart[], draft: CaseDraft) => ZipPart[] | Uint8Array | Promise<Uint8Array>,
): Trial {
  return {
    name: `a case as ZIP ${name}`,
    expected,
    names,
    // A ZIP that cannot be opened holds no case.
    isCase: false,
    async make(path) {
      const draft = await CaseDraft.of('06')
      const packed = await pack(
        draft.entries().map(([entry, content]) => ({ name: entry, content })),
        draft,
      )
      const zip = `${path}.zip`
      await writeFile(zip, Array.isArray(packed) ? zipBytes(packed) : packed)
      return zip
    },
  }
}

const deflated = (parts: readonly ZipPart[]) => parts.map((part) => ({ ...part, deflate: true }))
const below = (root: string, parts: readonly ZipPart[]) =>
  parts.map((part) => ({ ...part, name: `${root}/${part.name}` }))
const folders = (...names: string[]): ZipPart[] => names.map((name) => ({ name, content: '', mode: 0o040755 }))

const good: readonly Trial[] = [
  zipTrial('stored', 'archived', '', (parts) => parts),
  zipTrial('deflated', 'archived', '', deflated),
  zipTrial('in one folder', 'archived', '', (parts) => below('办件 430190250415000871', parts)),
  zipTrial('with entries for folders', 'archived', '', (parts) => [...folders('files/'), ...parts]),
  zipTrial('in one folder, with entries for folders', 'archived', '', (parts) => [
    ...folders('a/', 'a/files/'),
    ...below('a', deflated(parts)),
  ]),
  zipTrial('with UTF-8 names and no flag for them', 'archived', '', (parts) =>
    parts.map((part) => ({ ...part, flags: 0 })),
  ),
  zipTrial('with names in GBK', 'archived', '', (parts) =>
    parts.map((part) => ({ ...part, flags: 0, name: inGbk(String(part.name)) })),
  ),
  zipTrial('with backslashes', 'archived', '', (parts) =>
    parts.map((part) => ({ ...part, name: String(part.name).replaceAll('/', '\\') })),
  ),
  zipTrial('with names in NFD', 'archived', '', (_, draft) => {
    draft.rename(form, 'files/R\u00e9sum\u00e9.pdf')
    return draft.entries().map(([name, content]) => ({ name: name.normalize('NFD'), content }))
  }),
  zipTrial('of ZIP64 with data descriptors', 'archived', '', (parts) => zip64(parts)),
]

const bad: readonly Trial[] = [
  zipTrial('with a link in the place of a file', 'PATHS_LINK', form, (parts) =>
    parts.map((part) => (part.name === form ? { ...part, content: '/etc/hostname', mode: 0o120777 } : part)),
  ),
  zipTrial('whose case.json is a link', 'PATHS_LINK', 'case.json', (parts) =>
    parts.map((part) => (part.name === 'case.json' ? { ...part, content: '/etc/hostname', mode: 0o120777 } : part)),
  ),
  zipTrial('with an entry outside', 'PATHS_TRAVERSAL', '../outside.pdf', (parts) => [
    ...parts,
    { name: '../outside.pdf', content: 'x' },
  ]),
  zipTrial('with an entry outside its folder', 'PATHS_TRAVERSAL', '../outside.pdf', (parts) => [
    ...below('a', parts),
    { name: 'a/../../outside.pdf', content: 'x' },
  ]),
  zipTrial('with an entry outside, by backslashes', 'PATHS_TRAVERSAL', 'outside.pdf', (parts) => [
    ...parts,
    { name: '..\\..\\outside.pdf', content: 'x' },
  ]),
  zipTrial('with an absolute entry', 'PATHS_ABSOLUTE', '/etc/passwd', (parts) => [
    ...parts,
    { name: '/etc/passwd', content: 'x' },
  ]),
  zipTrial('with an entry on a drive', 'PATHS_ABSOLUTE', 'C:', (parts) => [
    ...parts,
    { name: 'C:\\a.pdf', content: 'x' },
  ]),
  zipTrial('that is encrypted', 'FORMATS_ENCRYPTED', '', (parts) =>
    parts.map((part) => ({ ...part, encrypted: true })),
  ),
  zipTrial('of which one file is encrypted', 'FORMATS_ENCRYPTED', form, (parts) =>
    parts.map((part) => (part.name === form ? { ...part, encrypted: true } : part)),
  ),
  zipTrial('with one file twice', 'FORMATS_DAMAGED', form, (parts) => [...parts, { name: form, content: 'x' }]),
  zipTrial('with case.json twice', 'FORMATS_DAMAGED', 'case.json', (parts) => [
    ...parts,
    { name: 'case.json', content: '{}' },
  ]),
  zipTrial('with names that differ in letter case', 'FILES_UNLISTED', 'CASE.json', (parts) => [
    ...parts,
    { name: 'CASE.json', content: '{}' },
  ]),
  zipTrial('with a file that is not listed', 'FILES_UNLISTED', 'files/x.pdf', (parts) => [
    ...parts,
    { name: 'files/x.pdf', content: 'x' },
  ]),
  zipTrial('without a file that is listed', 'FILES_MISSING', form, (parts) =>
    parts.filter(({ name }) => name !== form),
  ),
  zipTrial('without case.json', 'JSON_MISSING', 'case.json', (parts) => parts.slice(1)),
  zipTrial('with a FIFO', 'PATHS_LINK', form, (parts) =>
    parts.map((part) => (part.name === form ? { ...part, mode: 0o010644 } : part)),
  ),
  zipTrial('in two folders', 'JSON_MISSING', 'case.json', (parts) => [...below('a', parts), ...below('b', parts)]),
  zipTrial('in a folder of a folder', 'JSON_MISSING', 'case.json', (parts) => below('a/b', parts)),
  zipTrial('with a bomb that is not listed', 'LIMITS_EXPANSION', '', (parts) => [
    ...parts,
    { name: 'files/x.txt', content: Buffer.alloc(128 * 2 ** 20), deflate: true },
  ]),
  zipTrial('with a bomb as case.json', 'LIMITS_', '', (parts) => [
    { name: 'case.json', content: Buffer.alloc(100 * 2 ** 20, ' '), deflate: true },
    ...parts.slice(1),
  ]),
  zipTrial('with a bomb that is declared small', 'LIMITS_', '', (parts) =>
    parts.map((part) =>
      part.name === form ? { ...part, content: Buffer.alloc(128 * 2 ** 20), deflate: true, declared: 74_432 } : part,
    ),
  ),
  zipTrial('whose case.json is declared small', 'LIMITS_', '', (parts) =>
    parts.map((part) => (part.name === 'case.json' ? { ...part, deflate: true, declared: 10 } : part)),
  ),
  zipTrial('whose entries share their bytes', 'FORMATS_DAMAGED', 'files/x.pdf', (parts) => [
    ...parts,
    { name: 'files/x.pdf', content: '', shared: true },
  ]),
  zipTrial('whose case.json has a wrong CRC', 'FORMATS_DAMAGED', 'case.json', (parts) =>
    parts.map((part) => (part.name === 'case.json' ? { ...part, crc: 1 } : part)),
  ),
  zipTrial('with other bytes under a name', 'FIXITY_', form, (parts) =>
    parts.map((part) =>
      part.name === form ? { ...part, content: Buffer.from(part.content as Uint8Array).fill(32, 100, 101) } : part,
    ),
  ),
  zipTrial('that is cut off', 'FORMATS_DAMAGED', '', (parts) => zipBytes(parts).subarray(0, -100)),
  zipTrial('that is cut off in the middle', 'FORMATS_DAMAGED', '', (parts) => zipBytes(parts).subarray(0, 200_000)),
  zipTrial('of nothing', 'JSON_MISSING', '', () => []),
  zipTrial('of 20 000 entries', 'LIMITS_', '', (parts) => [
    ...parts,
    ...Array.from({ length: 20_000 }, (_, at) => ({ name: `files/${at}`, content: 'x' })),
  ]),
  zipTrial('that is really a TAR', 'FORMATS_', '', () => Buffer.alloc(10_240)),
]

/** Cases that are handed over as ZIPs, good and bad ones. */
export const caseZipTrials: readonly Trial[] = [...good, ...bad]

/** `就业登记申请表` and the other names of the sample in GBK; Node decodes it, but does not write it. */
function inGbk(name: string): Uint8Array {
  const codes = gbkCodes()
  return Buffer.concat([...name].map((character) => codes.get(character) ?? Buffer.from(character)))
}

function gbkCodes(): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder('gbk')
  const codes = new Map<string, Buffer>()
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      const code = Buffer.from([first, second])
      codes.set(decoder.decode(code), code)
    }
  }
  return codes
}

async function zip64(parts: readonly ZipPart[]): Promise<Uint8Array> {
  const zip = new ZipFile()
  for (const { name, content } of parts)
    zip.addBuffer(Buffer.from(content as Uint8Array), String(name), { forceZip64Format: true })
  zip.end({ forceZip64Format: true, comment: '' })
  const chunks: Uint8Array[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}
