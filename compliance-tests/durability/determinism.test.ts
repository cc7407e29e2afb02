import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'
import { type CommandEnvironment, jsonLines, runCommand } from './command.ts'

/** An archive on a machine of its own kind, and the form in which the cases reach it. */
type Machine = {
  readonly archive: TestArchive
  readonly environment: CommandEnvironment
  readonly handOver: (sample: string) => Promise<string>
}

const fixedTime = '2026-11-25T08:00:00+08:00'
const cases = [
  '06-employment-registration-instant',
  '07-hr-service-online-ofd',
  '08-restaurant-joint-parent',
  '08a-restaurant-joint-child-market',
]

let folders: string
let machines: readonly Machine[]

beforeAll(async () => {
  folders = await mkdtemp(join(tmpdir(), 'guidang-machines-'))
  machines = [
    await openMachine({ TZ: 'Asia/Shanghai', LANG: 'zh_CN.UTF-8' }, async (sample) =>
      join(samples, 'accepted', sample),
    ),
    await openMachine({ TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C', HOME: '/nonexistent' }, copyBackwards),
    await openMachine({ TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', SIGNER_ALGORITHM: 'rsa-2048' }, zipBackwards),
  ]
})
afterAll(async () => {
  for (const { archive } of machines) await archive.close()
  await rm(folders, { recursive: true })
})

test('the same cases at the same time give the same numbers and the same package bytes on every machine [PKG-06]', async () => {
  const [first, ...others] = await Promise.all(machines.map((machine) => packagesOf(machine)))
  expect(first).toHaveLength(cases.length)
  expect(new Set(first?.map(({ sha256 }) => sha256)).size).toBe(cases.length)
  for (const other of others) expect(other).toEqual(first)
})

test('another time gives other bytes, so that the comparison can fail', async () => {
  const later = await openMachine({ GUIDANG_FIXED_TIME: '2026-11-25T08:00:01+08:00' }, copyBackwards)
  const [first] = cases
  const [record] = await packagesOf(later, [first ?? ''])
  const [known] = await packagesOf(machines[0] ?? later, [first ?? ''])
  expect(record?.number).toBe(known?.number)
  expect(record?.sha256).not.toBe(known?.sha256)
  await later.archive.close()
})

async function openMachine(environment: CommandEnvironment, handOver: Machine['handOver']): Promise<Machine> {
  const archive = await openTestArchive({ GUIDANG_FIXED_TIME: fixedTime, ...environment })
  return { archive, environment: { ...archive.environment, ...environment }, handOver }
}

/** Captures the cases, one command each, and fetches every package with a command of its own. */
async function packagesOf({ environment, handOver }: Machine, wanted: readonly string[] = cases) {
  const packages: { readonly number: string; readonly archivalCode: string; readonly sha256: string }[] = []
  for (const sample of wanted) {
    const captured = await runCommand(['capture', '--json', await handOver(sample)], environment)
    const { number, archivalCode } = jsonLines(captured)[0] ?? {}
    const target = join(folders, crypto.randomUUID())
    const fetched = await runCommand(['fetch', String(number), '-o', target], environment)
    expect([captured.code, fetched.code], captured.stderr + fetched.stderr).toEqual([0, 0])
    const sha256 = createHash('sha256')
      .update(await readFile(target))
      .digest('hex')
    packages.push({ number: String(number), archivalCode: String(archivalCode), sha256 })
  }
  return packages
}

/** The files of a case, made on disk in the opposite order of their names. */
async function copyBackwards(sample: string): Promise<string> {
  const target = join(folders, crypto.randomUUID(), sample)
  for (const path of await filesBackwards(sample)) {
    await mkdir(join(target, dirname(path)), { recursive: true })
    await cp(join(samples, 'accepted', sample, path), join(target, path))
  }
  return target
}

async function zipBackwards(sample: string): Promise<string> {
  const target = join(folders, `${crypto.randomUUID()}.zip`)
  const zip = new ZipFile()
  for (const path of await filesBackwards(sample))
    zip.addFile(join(samples, 'accepted', sample, path), path, { mtime: new Date('1999-12-31T12:00:00Z') })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(target))
  return target
}

async function filesBackwards(sample: string): Promise<string[]> {
  const folder = join(samples, 'accepted', sample)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return paths.map((path) => path.slice(folder.length + 1)).toSorted((left, right) => (left < right ? 1 : -1))
}
