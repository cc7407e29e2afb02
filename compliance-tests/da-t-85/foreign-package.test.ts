import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bytesReader, collect } from '#archive-schema/content-reader.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { fileSetOf } from '#archive-schema/package/file-set.ts'
import { writeMetadataFile } from '#archive-schema/package/metadata-file.ts'
import { readForeignCase } from '#archive-schema/package/read-foreign-case.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { renamedProfile } from '#archive-schema/profiles/renamed-profile-trial.ts'
import { inspectForeign } from '#pipelines/inspection/foreign/inspect-foreign.ts'
import { openForeignPackage } from '#pipelines/inspection/foreign/open-foreign-package.ts'
import type { VirusScanner } from '#pipelines/inspection/virus-scanner.ts'
import { trialScanner } from '#pipelines/inspection/virus-scanner-trial.ts'
import { inspectFile } from '#services/access/inspect-file.ts'
import { readPackage } from '#services/access/read-content.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { openPackage } from '#storage/packages/package-reader.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'
import { zipped } from './zipped.ts'

const number = '430100-0059-0100190012-2026-D30-000021'
const metadataName = '基本信息元数据.xml'
const [folders, flat, golden] = await Promise.all(
  ['fuzhou-folders.xml', 'fuzhou-flat.xml', 'golden.xml'].map((name) =>
    readFile(join(import.meta.dirname, 'foreign', name)),
  ),
)
const content = {
  '申报文件/0001_申请表.txt': Buffer.from('申请人：某甲'),
  '结果文件/0001_决定书.txt': Buffer.from('准予许可。'),
}
const someBytes = Buffer.from('x')

type Files = Readonly<Record<string, Uint8Array>>
const atRoot: Files = { [metadataName]: folders ?? someBytes, ...content }
const withoutFolder: Files = { [metadataName]: flat ?? someBytes, ...content }
const inRootFolder: Files = Object.fromEntries(
  Object.entries(atRoot).map(([path, bytes]) => [`${number}/${path}`, bytes]),
)

const forms = [
  ['at the root of the ZIP', atRoot],
  ['in the root folder', inRootFolder],
  ['with files that stand in no folder', withoutFolder],
] as const

test.for(forms)('metadata %s are read, and written they have the one form of ours [PKG-09]', async ([, files]) => {
  const { files: opened } = await openForeignPackage(bytesReader(await zipped(files)), 'x.zip', metadataName)
  const file = opened.find(({ path }) => path === metadataName)
  if (file === undefined) throw new Error('no metadata file')
  const read = readForeignCase(profile, await collect((await file.open()).stream()))
  expect(read.unread).toEqual(['contact_mobile'])
  const fileSet = fileSetOf(profile, read.documents)
  const written = writeMetadataFile(profile, 'case', { ...read.case, fileSet })
  expect(Buffer.from(written).toString()).toBe(golden?.toString())
})

test('our own reader keeps to our own form: none of these is one of our packages', async () => {
  for (const [, files] of forms)
    await expect(openPackage(bytesReader(await zipped(files)))).rejects.toMatchObject({ code: 'PACKAGE_INVALID' })
})

test.for(forms)(
  'a package with metadata %s is judged as far as it goes, and never passes [PKG-09]',
  async ([, files]) => {
    const report = await inspect(files)
    expect(report).toMatchObject({ number, outcome: 'NOT_CHECKED' })
    expect(rulesWith(report, 'FAIL')).toEqual([])
    expect(rulesWith(report, 'PASS')).toEqual([
      'GD-1-2',
      'GD-1-3',
      'GD-1-4',
      'GD-1-5',
      'GD-1-6',
      'GD-1-10',
      'GD-1-11',
      'GD-1-13',
      'GD-2-11',
      'GD-3-1',
      'GD-3-3',
      'GD-3-4',
      'GD-3-8',
    ])
    expect(rulesWith(report, 'NOT_CHECKED')).toEqual(expect.arrayContaining(['GD-1-1', 'GD-1-14', 'GD-2-9', 'GD-4-2']))
  },
)

test.for([
  ['a file is missing', { ...atRoot, '结果文件/0001_决定书.txt': undefined }, ['GD-1-11', 'GD-2-11']],
  ['a file has another size', { ...atRoot, '结果文件/0001_决定书.txt': Buffer.from('不予许可。。') }, ['GD-1-10']],
  ['a file is not described', { ...atRoot, '结果文件/0002_x.txt': Buffer.from('x') }, ['GD-1-13', 'GD-2-11']],
  [
    'a file is a program',
    { ...atRoot, '结果文件/0001_决定书.txt': Buffer.from('MZ\0\0\0\0\0\0\0\0\0\0\0\0\0') },
    ['GD-3-8'],
  ],
  ['a time has another form', edited('2026-03-10 16:40:00', '2026/3/10'), ['GD-1-3']],
  ['it was finished before it was accepted', edited('2026-03-10 16:40:00', '2026-03-01 16:40:00'), ['GD-1-5']],
  ['the retention is of no list', edited('>D30<', '>5年<'), ['GD-1-4']],
  ['the metadata have a document type', edited('<base_info', '<!DOCTYPE x><base_info'), ['GD-3-1']],
  [
    'the root folder has another number',
    Object.fromEntries(Object.entries(atRoot).map(([path, bytes]) => [`x/${path}`, bytes])),
    ['GD-1-13'],
  ],
] as const satisfies readonly (readonly [
  string,
  Readonly<Record<string, Uint8Array | undefined>>,
  readonly string[],
])[])('where %s, the items say so', async ([, files, expected]) => {
  const report = await inspect(files)
  expect(report.outcome).toBe('FAIL')
  expect(rulesWith(report, 'FAIL')).toEqual(expect.arrayContaining([...expected]))
})

test('the virus scanner looks into the whole container', async () => {
  expect(rulesWith(await inspect(atRoot, trialScanner()), 'PASS')).toEqual(expect.arrayContaining(['GD-4-1', 'GD-4-2']))
  const finding: VirusScanner = trialScanner({ scan: async () => ({ verdict: 'infected', virus: 'Eicar' }) })
  const report = await inspect(atRoot, finding)
  expect(report.outcome).toBe('FAIL')
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-4-2'])
})

test('what is no ZIP, or leads out of it, fails, and what cannot be looked at in it is not checked', async () => {
  for (const bytes of [
    Buffer.from('no ZIP'),
    renamedEntry(await zipped({ 'AA/x': someBytes, ...atRoot }), 'AA/x', '../x'),
  ]) {
    const report = await inspectForeign(bytesReader(bytes), 'x.zip', {
      metadataProfile: profile,
      profile: dat70Gd,
      scanner: undefined,
      at: new Date(),
    })
    expect(report).toMatchObject({ number: 'x.zip', outcome: 'FAIL' })
    expect(rulesWith(report, 'PASS')).toEqual([])
    expect(rulesWith(report, 'FAIL')).toEqual(['GD-1-13', 'GD-3-1'])
  }
})

test('names come from the profile: under another one these are no metadata', async () => {
  const metadataProfile = renamedProfile(profile)
  const report = await inspectForeign(bytesReader(await zipped(atRoot)), 'x.zip', {
    metadataProfile,
    profile: dat70Gd,
    scanner: undefined,
    at: new Date(),
  })
  expect(rulesWith(report, 'FAIL')).toContain('GD-3-1')
})

let archive: TestArchive
let folder: string

beforeAll(async () => {
  archive = await openTestArchive()
  folder = await mkdtemp(join(tmpdir(), 'guidang-foreign-'))
})
afterAll(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

test('a package of this archive in a file is compared with all that is registered of it', async () => {
  const [outcome] = await archive.capture(join(samples, 'accepted', '06-employment-registration-instant'))
  const record = await requireRecord(archive.catalogue, outcome?.number ?? '')
  const bytes = await collect(readPackage(archive.store, record))
  const file = join(folder, 'fetched.zip')
  await writeFile(file, bytes)
  expect(await inspectFile(archive, file, 'gd')).toMatchObject({
    record: { number: record.number },
    report: { outcome: 'PASS' },
  })
  await writeFile(file, bytes.fill(1, 9000, 9001))
  const { report } = await inspectFile(archive, file, 'gd')
  expect(rulesWith(report, 'FAIL')).toEqual(expect.arrayContaining(['GD-1-1', 'GD-1-14']))
})

test('a package in a file that nobody knows is judged by itself', async () => {
  const file = join(folder, `${number}.zip`)
  await writeFile(file, await zipped(atRoot))
  expect(await inspectFile(archive, file, 'gd')).toMatchObject({
    record: undefined,
    report: { number, outcome: 'NOT_CHECKED' },
  })
})

async function inspect(
  files: Readonly<Record<string, Uint8Array | undefined>>,
  scanner?: VirusScanner,
): Promise<InspectionReport> {
  const container = bytesReader(await zipped(files))
  return inspectForeign(container, `${number}.zip`, {
    metadataProfile: profile,
    profile: dat70Gd,
    scanner,
    at: new Date('2026-11-20T08:00:00Z'),
  })
}

/** The same ZIP with another name of as many bytes, which no honest program would write. */
function renamedEntry(zip: Uint8Array, name: string, other: string): Uint8Array {
  return Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(name, other), 'latin1')
}

function edited(before: string, after: string) {
  const text = folders?.toString() ?? ''
  if (!text.includes(before)) throw new Error(`the fixture has no ${before}`)
  return { ...atRoot, [metadataName]: Buffer.from(text.replace(before, after)) }
}

function rulesWith(report: InspectionReport, outcome: string): string[] {
  return report.items.filter((item) => item.outcome === outcome).map(({ rule }) => rule)
}
