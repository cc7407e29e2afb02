import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatProfile } from '#archive-schema/formats/format-profile.ts'
import { fileReader } from '#storage/content/file-reader.ts'
import { defaultContentLimits } from './content-limits.ts'
import { examine, makePdf, verdict } from './content-trial.ts'
import { examineContent } from './examine-content.ts'
import { examiners } from './examiners.ts'

const cases = fileURLToPath(new URL('../../compliance-tests/cases/', import.meta.url))

/** Content files below a folder of case folders. */
async function contentFiles(kind: string, inside: string): Promise<{ folder: string; name: string; path: string }[]> {
  const folders = (await readdir(`${cases}${kind}`, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const found = folders.map(async ({ name: folder }) => {
    const place = `${cases}${kind}/${folder}/${inside}`
    const names = await readdir(place).catch(() => [])
    return names.map((name) => ({ folder, name, path: `${place}/${name}` }))
  })
  return (await Promise.all(found)).flat()
}

const accepted = await contentFiles('accepted', 'files')
const formatOf = { jpg: 'jpeg', tif: 'tiff', pdf: 'pdf', ofd: 'ofd', xml: 'xml', wav: 'wav' } as Readonly<
  Record<string, string>
>

test('has an examiner for every format that it accepts', () => {
  const without = formatProfile.formats.filter((format) => format.accepted && !examiners.has(format.id))
  expect(without.map((format) => format.id)).toEqual([])
  const known = new Set(formatProfile.formats.map((format) => format.id))
  expect([...examiners.keys()].filter((id) => !known.has(id))).toEqual([])
})

test('finds the sample cases', () => {
  expect(accepted.length).toBe(101)
})

test.for(accepted)('accepts $folder/$name [FPC-19]', async ({ name, path }) => {
  const reader = await fileReader(path)
  try {
    const format = await examineContent(`files/${name}`, reader, {}, defaultContentLimits)
    expect(format.id).toBe(formatOf[name.slice(-3)])
  } finally {
    await reader.close()
  }
})

test.for(accepted)('refuses $folder/$name cut to 10, 50 and 99 per cent [FPC-19]', async ({ name, path }) => {
  const content = await readFile(path)
  for (const part of [0.1, 0.5, 0.99]) {
    expect(await verdict(name, content.subarray(0, Math.floor(content.length * part)))).toBe('FORMATS_DAMAGED')
  }
})

test.for([
  ['09-zero-byte-file', '0001_就业登记申请表.pdf', 'FORMATS_EMPTY'],
  ['10-wrong-magic-exe-as-pdf', '0001_就业登记申请表.pdf', 'FORMATS_EXECUTABLE'],
  ['11-encrypted-pdf', '0001_就业登记申请表.pdf', 'FORMATS_ENCRYPTED'],
  ['12-truncated-jpeg', '0002_劳动合同.jpg', 'FORMATS_DAMAGED'],
  ['24-xml-entity-bomb', '0004_表单数据.xml', 'ACTIVE-CONTENT_DTD'],
  ['25-xml-external-entity', '0004_表单数据.xml', 'ACTIVE-CONTENT_DTD'],
  ['26-zip-bomb', '0004_附件.zip', 'LIMITS_EXPANSION'],
])('refuses in %s only the file %s, with %s', async ([folder = '', culprit = '', code = '']) => {
  const place = `${cases}refused/${folder}/case/files`
  const found: string[] = []
  for (const name of await readdir(place)) {
    const result = await verdict(name, await readFile(`${place}/${name}`))
    if (/^[A-Z]/.test(result)) found.push(`${name} ${result}`)
  }
  expect(found).toEqual([`${culprit} ${code}`])
})

test('refuses a file whose extension or declared type says something else [FMT-01]', async () => {
  const pdf = makePdf()
  expect(await verdict('a.pdf', pdf, { declared: { mediaType: 'application/pdf' } })).toBe('pdf')
  expect(await verdict('a.pdf', pdf, { declared: { mediaType: 'application/octet-stream' } })).toBe('pdf')
  expect(await verdict('a.ofd', pdf)).toBe('FORMATS_MISMATCH')
  expect(await verdict('申请表', pdf)).toBe('FORMATS_MISMATCH')
  await expect(examine('a.pdf', pdf, { declared: { mediaType: 'image/jpeg' } })).rejects.toMatchObject({
    faults: [{ code: 'FORMATS_MISMATCH', file: 'files/a.pdf', found: 'PDF', expected: 'image/jpeg' }],
  })
})

test('refuses what it does not know [FMT-02]', async () => {
  expect(await verdict('a.pdf', Buffer.from('0001020304', 'hex'))).toBe('FORMATS_UNKNOWN')
  expect(await verdict('a.7z', Buffer.from('377abcaf271c', 'hex'))).toBe('FORMATS_UNKNOWN')
})

const names = [...new Set(formatProfile.formats.flatMap((format) => format.extensions))].map(
  (extension) => `a.${extension}`,
)
const heads = formatProfile.formats.flatMap((format) =>
  (format.signatures ?? []).map(({ parts }) => {
    const head = Buffer.alloc(Math.max(...parts.map((part) => part.from + part.bytes.length)))
    for (const part of parts) head.set(part.bytes, part.from)
    return head
  }),
)

property.prop([fc.constantFrom(...names), fc.uint8Array({ maxLength: 500 })], { numRuns: 500 })(
  'answers random bytes with a verdict',
  async (name, content) => {
    await verdict(name, content)
  },
)

property.prop([fc.constantFrom(...names), fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 })], {
  numRuns: 2000,
})('answers random bytes behind a known signature with a verdict', async (name, head, content) => {
  await verdict(name, Buffer.concat([head, content]))
})

const samples = await Promise.all(
  ['.pdf', '.ofd', '.tif', '.jpg', '.wav', '.xml'].map(async (end) => {
    const smallest = accepted.filter(({ name }) => name.endsWith(end))
    const contents = await Promise.all(
      smallest.map(async ({ name, path }) => ({ name, content: await readFile(path) })),
    )
    return contents.toSorted((a, b) => a.content.length - b.content.length)[0]
  }),
)

property.prop(
  [
    fc.constantFrom(...samples),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 20 }),
  ],
  { numRuns: 500 },
)('answers a harmed sample with a verdict', async (sample, changes) => {
  if (sample === undefined) throw new Error('no samples')
  const harmed = Buffer.from(sample.content)
  for (const [place, byte] of changes) harmed.writeUInt8(byte, place % harmed.length)
  await verdict(sample.name, harmed)
})

property.prop([fc.integer({ min: 0, max: 30 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })], {
  numRuns: 200,
})('refuses every PDF that is cut off', async (index, part) => {
  const pdfs = accepted.filter(({ name }) => name.endsWith('.pdf'))
  const { name, path } = pdfs[index % pdfs.length] ?? { name: '', path: '' }
  const content = await readFile(path)
  const end = content.lastIndexOf('%%EOF') + 4
  expect(await verdict(name, content.subarray(0, Math.floor(end * part)))).toMatch(/^FORMATS_/)
})
