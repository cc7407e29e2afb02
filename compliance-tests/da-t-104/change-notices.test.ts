import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChangeNotice } from '#archive-schema/change-notice.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { showRecord } from '#services/access/show-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import { importChangeNotice } from '#services/intake/import-change-notice.ts'
import { type ApiUnderTest, openApi } from '../access/api-under-test.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { CaseDraft } from '../intake/case-draft.ts'

const systemCode = 'ZWFW-430100'

let api: ApiUnderTest
let folder: string
let number: string

beforeAll(async () => {
  api = await openApi()
  folder = await mkdtemp(join(tmpdir(), 'guidang-change-'))
  number = await archived('change-0001')
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

async function archived(serialNumber: string, revision = 1): Promise<string> {
  const draft = (await CaseDraft.of('06')).set('source.serialNumber', serialNumber).set('source.revision', revision)
  const path = join(folder, crypto.randomUUID())
  await draft.write(path)
  const [outcome] = await api.archive.capture(path)
  return outcome?.number ?? ''
}

function notice(noticeNumber: string, change: Partial<ChangeNotice> = {}): ChangeNotice {
  return {
    systemCode,
    serialNumber: 'change-0001',
    noticeNumber,
    kind: '作废',
    changedAt: '2026-03-01T10:00:00+08:00',
    basis: '撤销行政许可决定书 湘麓审撤〔2026〕3号',
    changedBy: '李敏',
    ...change,
  }
}

async function shown(of: string) {
  return showRecord(api.archive, await requireRecord(api.archive.catalogue, of))
}

async function storedDigests() {
  const { objects } = await requireRecord(api.archive.catalogue, number)
  return [objects.package.sha256, objects.evidence.sha256]
}

const successor = { systemCode, serialNumber: 'change-0002' }

test('PRC-12 a 升版 after archiving is linked to the record and to its successor; the sealed package stays', async () => {
  const before = { digests: await storedDigests(), stored: await api.archive.stored(), record: await shown(number) }
  const imported = await importChangeNotice(api.archive, notice('BG-1', { kind: '升版', successor }))
  expect(imported).toMatchObject({ number, kind: '升版', isNew: true })
  expect((await shown(number)).changes).toMatchObject([{ noticeNumber: 'BG-1', kind: '升版', successor }])
  expect((await shown(number)).changes[0]).not.toHaveProperty('successorNumber')

  const next = await archived('change-0002')
  expect((await shown(number)).changes).toMatchObject([{ noticeNumber: 'BG-1', successorNumber: next }])
  expect((await shown(next)).replaces).toMatchObject([{ noticeNumber: 'BG-1', number, successorNumber: next }])

  const { changes: _, ...unchanged } = before.record
  expect(await shown(number)).toMatchObject(unchanged)
  expect(await storedDigests()).toEqual(before.digests)
  expect(await api.archive.stored()).toEqual(expect.arrayContaining(before.stored))
  expect(await verifyStored(api.archive, await requireRecord(api.archive.catalogue, number))).toMatchObject({
    ok: true,
  })
})

test('PRC-12 a 作废 is added to what was noted before; the record is found as ever', async () => {
  await importChangeNotice(api.archive, notice('BG-2'))
  expect((await shown(number)).changes.map(({ kind }) => kind)).toEqual(['升版', '作废'])
  const { hits } = await api.read<{ hits: { number: string }[] }>('/api/v1/records?limit=50')
  expect(hits.map((hit) => hit.number)).toContain(number)
})

test('PRC-12 the same notice again is harmless, and other content under its number is refused', async () => {
  expect(await importChangeNotice(api.archive, notice('BG-2'))).toMatchObject({ isNew: false })
  await expect(importChangeNotice(api.archive, notice('BG-2', { basis: '另一依据' }))).rejects.toMatchObject({
    code: 'IDENTITY_NOTICE_CONFLICT',
  })
  expect((await shown(number)).changes).toHaveLength(2)
})

test('PRC-12 a notice cannot be changed or taken away, by nobody', async () => {
  const ask = (statement: string) => api.archive.catalogue.pool.query(statement)
  for (const statement of [
    `update change_notice set body = '{}'`,
    'delete from change_notice',
    'truncate change_notice',
  ])
    await expect(ask(statement)).rejects.toMatchObject({ code: '23001' })
})

test('a notice of a case that is not archived is refused', async () => {
  const early = notice('BG-3', { serialNumber: 'change-9999' })
  await expect(importChangeNotice(api.archive, early)).rejects.toMatchObject({ code: 'CASE_NOT_FOUND' })
})

test('a notice is about the newest archived revision', async () => {
  const revised = await archived('change-0001', 2)
  expect(await importChangeNotice(api.archive, notice('BG-4'))).toMatchObject({ number: revised })
})

test('PRC-12 the API and the command take notices in', async () => {
  const post = (body: object) =>
    api.ask('/api/v1/change-notices', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const statuses = async (...bodies: object[]) => Promise.all(bodies.map(async (body) => (await post(body)).status))
  expect(await statuses(notice('BG-5'))).toEqual([201])
  const other = notice('BG-5', { basis: '另' })
  expect(await statuses(notice('BG-5'), other, notice('BG-6', { successor }))).toEqual([200, 409, 400])
  const path = join(folder, 'notice.json')
  await writeFile(path, JSON.stringify(notice('BG-7', { kind: '升版', successor })))
  const command = (...args: string[]) => runCommand(args, api.archive.environment)
  expect(jsonLines(await command('change', path, '--json'))).toMatchObject([{ noticeNumber: 'BG-7', isNew: true }])
  const [change] = jsonLines(await command('change', path, '--json'))
  expect(change).toMatchObject({ isNew: false })
  expect((await command('show', String(change?.['number']))).stdout).toContain('升版  2026-03-01T10:00:00+08:00')
})
