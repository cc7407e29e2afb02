import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { exportFolder } from '#services/access/export-folder.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyExported } from '#services/access/verify-exported.ts'
import { type ApiUnderTest, acceptedCase, openApi, type ToldCase } from './api-under-test.ts'
import { unpackZip } from './unpack-zip.ts'

const run = promisify(execFile)

let api: ApiUnderTest
let archived: ToldCase
let folder: string

beforeAll(async () => {
  api = await openApi()
  archived = await api.handOver(acceptedCase('07-hr-service-online-ofd'))
})
afterAll(() => api.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-export-'))
})
afterEach(() => rm(folder, { recursive: true }))

const exportPath = () => `/api/v1/records/${archived.number}/export`

test('an unpacked export is verified by the shell script in it, by the verifier, and by the verifier as a program', async () => {
  const response = await api.ask(exportPath())
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/zip')
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${archived.number}.export.zip`)
  const record = join(folder, 'record')
  await unpackZip(Buffer.from(await response.arrayBuffer()), record)

  expect((await readdir(record)).toSorted()).toEqual([
    'evidence',
    'package',
    'trust',
    'verify-package.html',
    'verify-package.sh',
  ])
  expect((await stat(join(record, 'verify-package.sh'))).mode & 0o777).toBe(0o755)
  const shell = await run('sh', [join(record, 'verify-package.sh'), record])
  expect(shell.stdout).toMatch(/\nOK\b[^\n]*\n$/)
  expect(await verifyExported(record, undefined)).toMatchObject({ ok: true, number: archived.number })
  const verifier = fileURLToPath(new URL('../../services/verifier/main.ts', import.meta.url))
  expect((await run(process.execPath, [verifier, record])).stdout).toContain(`OK ${archived.number}\n`)

  const [document] = (await readdir(join(record, 'package', archived.number ?? ''), { recursive: true })).filter(
    (path) => path.endsWith('.ofd'),
  )
  const place = join(record, 'package', archived.number ?? '', document ?? '')
  await chmod(place, 0o644)
  await writeFile(place, Buffer.concat([await readFile(place), Buffer.of(0)]))
  await expect(run('sh', [join(record, 'verify-package.sh'), record])).rejects.toMatchObject({ code: 1 })
  expect(await verifyExported(record, undefined)).toMatchObject({ ok: false })
})

test('the export over HTTP holds what the command writes, file by file', async () => {
  await unpackZip(Buffer.from(await (await api.ask(exportPath())).arrayBuffer()), join(folder, 'http'))
  const record = await requireRecord(api.archive.catalogue, archived.number ?? '')
  const files = await exportFolder(api.archive, record, join(folder, 'command'))
  const [overHttp, byCommand] = await Promise.all([contentOf(join(folder, 'http')), contentOf(join(folder, 'command'))])
  expect(byCommand.size).toBe(files)
  expect(overHttp).toEqual(byCommand)
})

test('the same export has the same bytes', async () => {
  const [one, other] = await Promise.all(
    [exportPath(), exportPath()].map(async (path) => (await api.ask(path)).arrayBuffer()),
  )
  expect(Buffer.from(one ?? new ArrayBuffer()).equals(Buffer.from(other ?? new ArrayBuffer()))).toBe(true)
})

test('an export into a folder that is not empty, or is none, is refused and changes nothing', async () => {
  const record = await requireRecord(api.archive.catalogue, archived.number ?? '')
  await writeFile(join(folder, 'mine.txt'), 'mine')
  for (const target of [folder, join(folder, 'mine.txt'), join(folder, 'mine.txt', 'below')]) {
    await expect(exportFolder(api.archive, record, target)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      faults: [{ field: target }],
    })
  }
  expect(await readdir(folder)).toEqual(['mine.txt'])
  expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('mine')
})

test('an export whose evidence is gone is a problem from the start, and leaves nothing in the folder', async () => {
  const record = await requireRecord(api.archive.catalogue, archived.number ?? '')
  const objects = { ...record.objects, evidence: { ...record.objects.evidence, key: 'gone/gone.evidence.tar' } }
  const target = join(folder, 'target')
  await expect(exportFolder(api.archive, { ...record, objects }, target)).rejects.toMatchObject({
    code: 'STORE_OBJECT_MISSING',
  })
  expect(await readdir(folder)).toEqual([])
  await forget(record.objects.evidence.key)
  const response = await api.ask(exportPath())
  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({ code: 'STORE_OBJECT_MISSING' })
})

/** Takes an object out of the folder store, as a careless administrator would. */
async function forget(key: string): Promise<void> {
  await rm(join(api.archive.config.dataDir, 'store', 'objects', key))
}

async function contentOf(top: string): Promise<Map<string, string>> {
  const entries = await readdir(top, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = await Promise.all(files.map((file) => readFile(file, 'base64')))
  return new Map(files.map((file, i) => [file.slice(top.length + 1), contents[i] ?? ''] as const).toSorted())
}
