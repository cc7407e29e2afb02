import { appendFile, chmod, copyFile, open, readFile, rename, truncate, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import type { VerificationStep } from '#services/verifier/verify-record.ts'
import { documentsOf } from '#storage/catalogue/documents.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { openObject } from '#storage/objects/open-object.ts'
import { openPackage } from '#storage/packages/package-reader.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'
import { jsonLines, runCommand } from './command.ts'

type Step = VerificationStep['step']
type ObjectKind = 'package' | 'evidence'
/** Where a byte is flipped, and the steps of `verify` that must name it. */
type Flip = readonly [
  place: string,
  object: ObjectKind,
  offset: (bytes: Buffer) => number | Promise<number>,
  at: Step[],
]

let archive: TestArchive
let record: PreservedRecord
let other: PreservedRecord

beforeAll(async () => {
  archive = await openTestArchive()
  const outcomes = await archive.capture(
    join(samples, 'accepted', '06-employment-registration-instant'),
    join(samples, 'accepted', '07-hr-service-online-ofd'),
  )
  const [first, second] = outcomes.map(({ number }) => number ?? '')
  record = await requireRecord(archive.catalogue, first ?? '')
  other = await requireRecord(archive.catalogue, second ?? '')
})
afterAll(() => archive.close())

const packageSteps: Step[] = ['files', 'manifests']
const flips: readonly Flip[] = [
  ['the first byte of the package', 'package', () => 0, packageSteps],
  ['the time in a local header', 'package', () => 10, packageSteps],
  ['the CRC in a local header', 'package', () => 14, packageSteps],
  ['a name in a local header', 'package', () => 34, packageSteps],
  ['the metadata XML', 'package', dataOf('基本信息元数据.xml'), packageSteps],
  ['the process metadata XML', 'package', dataOf('流程信息元数据.xml'), packageSteps],
  ['the first content file', 'package', documentOf(1), packageSteps],
  ['the second content file', 'package', documentOf(2), packageSteps],
  ['the third content file', 'package', documentOf(3), packageSteps],
  ['the first byte of the central directory', 'package', directoryStart, packageSteps],
  ['a name in the central directory', 'package', async (bytes) => (await directoryStart(bytes)) + 50, packageSteps],
  ['the end record', 'package', (bytes) => bytes.length - 4, packageSteps],
  ['the last byte of the package', 'package', (bytes) => bytes.length - 1, packageSteps],
  ['the statement', 'evidence', afterText('sealed: 202'), ['signature', 'signature-sm2']],
  ['a manifest', 'evidence', textOf('申报文件'), packageSteps],
  ['a header of the evidence object', 'evidence', () => 1, ['statement', 'files', 'manifests', 'signature']],
  ['the end of the evidence object', 'evidence', (bytes) => bytes.length - 1, ['statement']],
]

test.for(flips)('one byte flipped in %s is found by verify and by inspect', async ([, object, offset, steps]) => {
  await whileDamaged(object, async (path, bytes) => {
    const at = await offset(bytes)
    const handle = await open(path, 'r+')
    await handle.write(Buffer.of((bytes[at] ?? 0) ^ 0x01), 0, 1, at)
    await handle.close()
    await expectFound(steps)
  })
})

test('one byte flipped anywhere in the package is found', async () => {
  await whileDamaged('package', async (path, bytes) => {
    const handle = await open(path, 'r+')
    // A stride that is no divisor of any record length; all bytes were tried once while this was written.
    for (let at = 3; at < bytes.length; at += 997) {
      await handle.write(Buffer.of((bytes[at] ?? 0) ^ 0x80), 0, 1, at)
      expect(await verifyStored(archive, record), `byte ${at}`).toMatchObject({ ok: false })
      await handle.write(bytes, at, 1, at)
    }
    await handle.close()
  })
})

test.for([
  ['cut by one byte', (path: string, bytes: Buffer) => truncate(path, bytes.length - 1)],
  ['cut in half', (path: string, bytes: Buffer) => truncate(path, bytes.length >> 1)],
  ['emptied', (path: string) => truncate(path, 0)],
  ['longer by one byte', (path: string) => appendFile(path, '\0')],
  ['gone', (path: string) => unlink(path)],
  ['replaced by that of another record', (path: string) => copyOver(path)],
] as const)('a package that is %s is found by verify and by inspect', async ([, damage]) => {
  await whileDamaged('package', async (path, bytes) => {
    await damage(path, bytes)
    await expectFound(packageSteps)
  })
})

test.for([
  ['cut by one byte', (path: string, bytes: Buffer) => truncate(path, bytes.length - 1), 'statement'],
  ['gone', (path: string) => unlink(path), 'statement'],
  ['replaced by that of another record', (path: string) => copyOver(path), 'statement'],
] as const)('an evidence object that is %s is found by verify and by inspect', async ([, damage, step]) => {
  await whileDamaged('evidence', async (path, bytes) => {
    await damage(path, bytes)
    await expectFound([step])
  })
})

test('a record whose package and evidence are both those of another record is found', async () => {
  await whileDamaged('package', (packagePath) =>
    whileDamaged('evidence', async (evidencePath) => {
      await copyFile(pathOf(other, 'package'), packagePath)
      await copyFile(pathOf(other, 'evidence'), evidencePath)
      await expectFound(['statement'])
    }),
  )
})

test('the commands say so: exit 1, the step by name, in JSON and for people', async () => {
  await whileDamaged('package', async (path, bytes) => {
    await writeFile(path, bytes.with((await dataOf('基本信息元数据.xml')()) + 5, 0))
    const verified = await runCommand(['verify', '--json', record.number], archive.environment)
    expect(verified.code).toBe(1)
    const [report] = jsonLines(verified)
    expect(report).toMatchObject({ number: record.number, ok: false })
    expect(report?.['steps']).toContainEqual({
      step: 'files',
      ok: false,
      detail: expect.stringContaining('基本信息元数据.xml'),
    })
    const read = await runCommand(['verify', record.number], archive.environment)
    expect(read).toMatchObject({ code: 1, stdout: expect.stringMatching(/验证不通过 NOT OK[\s\S]*✘ +files/) })
    const inspected = await runCommand(['inspect', '--json', record.number], archive.environment)
    expect(inspected).toMatchObject({ code: 1 })
    expect(jsonLines(inspected)[0]).toMatchObject({ outcome: 'FAIL' })
  })
})

test('put right again, the record verifies and passes', async () => {
  expect(await verifyStored(archive, record)).toMatchObject({ ok: true })
  expect(await inspectStored(archive, record)).toMatchObject({ outcome: 'PASS' })
})

/** Lets `damage` loose on the file of an object, and puts it right afterwards. */
async function whileDamaged(object: ObjectKind, damage: (path: string, bytes: Buffer) => Promise<void>): Promise<void> {
  const path = pathOf(record, object)
  const bytes = await readFile(path)
  await rename(path, `${path}.kept`)
  await writeFile(path, bytes)
  await chmod(path, 0o644)
  try {
    await damage(path, bytes)
  } finally {
    await rename(`${path}.kept`, path)
  }
}

async function expectFound(steps: readonly Step[]): Promise<void> {
  const report = await verifyStored(archive, record)
  expect(report).toMatchObject({ number: record.number, ok: false })
  expect(report.steps.filter(({ ok }) => !ok).map(({ step }) => step)).toEqual(expect.arrayContaining([...steps]))
  expect(await inspectStored(archive, record)).toMatchObject({ outcome: 'FAIL' })
}

function pathOf({ objects }: PreservedRecord, object: ObjectKind): string {
  return join(archive.config.dataDir, 'store', 'objects', objects[object].key)
}

function copyOver(path: string): Promise<void> {
  return copyFile(pathOf(other, path.endsWith('.zip') ? 'package' : 'evidence'), path)
}

function documentOf(wanted: number) {
  return async () => {
    const found = (await documentsOf(archive.catalogue.pool, record.number)).find(({ document }) => document === wanted)
    if (found === undefined) throw new Error(`no document ${wanted}`)
    return found.dataOffset + (found.fixity.bytes >> 1)
  }
}

function dataOf(path: string) {
  return async (): Promise<number> => {
    const content = await openPackage(await openObject(archive.store, record.objects.package.key))
    const entry = content.entries.find((candidate) => candidate.path === path)
    if (entry === undefined) throw new Error(`no ${path}`)
    return entry.dataOffset + (entry.bytes >> 1)
  }
}

function directoryStart(bytes: Buffer): number {
  return bytes.readUInt32LE(bytes.length - 6)
}

function textOf(text: string) {
  return (bytes: Buffer) => bytes.indexOf(text)
}

function afterText(text: string) {
  return (bytes: Buffer) => bytes.indexOf(text) + text.length
}
