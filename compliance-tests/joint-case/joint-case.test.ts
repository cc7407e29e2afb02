import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect } from '#archive-schema/content-reader.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { type CaseStatus, caseStatus } from '#services/access/case-status.ts'
import { exportFolder } from '#services/access/export-folder.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { readPackage } from '#services/access/read-content.ts'
import { verifyExported } from '#services/access/verify-exported.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { ByteRange } from '#storage/objects/object-store.ts'
import { binding, type JointTrial, joint, openJointTrial } from './joint-trial.ts'

const childFolder = '子包'
const run = promisify(execFile)

let trial: JointTrial
let exports: string
let waiting: unknown
let status: CaseStatus
let parent: PreservedRecord
let market: PreservedRecord
let urban: PreservedRecord

beforeAll(async () => {
  trial = await openJointTrial()
  exports = await mkdtemp(join(tmpdir(), 'guidang-joint-exports-'))
  const bind = binding({ market: '随包', urban: '引用' })
  const early = await trial.enter('parent', bind)
  waiting = await trial.advance(early).catch((error: unknown) => error)
  status = await caseStatus(trial.archive.catalogue, early)
  market = await trial.archiveCase('market')
  urban = await trial.archiveCase('urban')
  await trial.advance(early)
  parent = await trial.recordOf(early)
})
afterAll(async () => {
  await trial.close()
  await rm(exports, { recursive: true })
})

test('a joint case of three bodies gives one package per body, each in the fonds of its body [PRC-04]', () => {
  const records = [parent, market, urban]
  expect(records.map(({ unit }) => unit)).toEqual([
    '长沙市湘麓区行政审批服务局',
    '长沙市湘麓区市场监督管理局',
    '长沙市湘麓区城市管理和综合执法局',
  ])
  expect(new Set(records.map(({ fondsCode }) => fondsCode)).size).toBe(3)
  expect(new Set(records.map(({ objects }) => objects.package.sha256)).size).toBe(3)
})

test('a parent that is handed over first waits, and says for which children', () => {
  expect(waiting).toMatchObject({
    code: 'JOINT_CHILD_PENDING',
    permanent: false,
    faults: [
      { code: 'JOINT_CHILD_PENDING', field: joint.market.serialNumber, found: '尚未交接 / not handed over' },
      { code: 'JOINT_CHILD_PENDING', field: joint.urban.serialNumber, found: '尚未交接 / not handed over' },
    ],
  })
  expect(status).toMatchObject({
    outcome: 'processing',
    stage: 'recognition',
    waitsFor: [{ field: joint.market.serialNumber }, { field: joint.urban.serialNumber }],
  })
})

test('the parent holds the child package byte for byte and lists its number and digest [PKG-14]', async () => {
  const folder = await exported(parent)
  const inside = join(folder, 'package', parent.number, childFolder)
  expect(await readdir(inside)).toEqual([`${market.number}.zip`])
  const held = await readFile(join(inside, `${market.number}.zip`))
  expect(held.equals(await collect(readPackage(trial.archive.store, market)))).toBe(true)
  const list = await readFile(join(folder, 'package', parent.number, '归档材料目录.xml'), 'utf8')
  expect(list).toContain(market.number)
  expect(list).toContain(digestHex('sha256', held))
  expect((await verifyStored(trial.archive, parent)).ok).toBe(true)
  const report = await inspectStored(trial.archive, parent)
  const sound = ['PASS', 'NOT_APPLICABLE']
  expect(report.items.filter(({ blocking, outcome }) => blocking && !sound.includes(outcome))).toEqual([])
  for (const rule of ['GD-1-1', 'GD-1-12', 'GD-1-13', 'GD-2-11'])
    expect(report.items.find((item) => item.rule === rule)?.outcome, rule).toBe('PASS')
})

test('a child that is not shared is listed as 引用 by number and digest, and is not in the parent [PKG-17]', async () => {
  const folder = await exported(parent)
  const list = await readFile(join(folder, 'package', parent.number, '归档材料目录.xml'), 'utf8')
  expect(list).toContain('引用')
  expect(list).toContain(urban.number)
  expect(list).toContain(urban.objects.package.sha256)
  const paths = await readdir(join(folder, 'package'), { recursive: true })
  expect(paths.filter((path) => path.includes(urban.number))).toEqual([])
})

test('a child verifies without its parent and names the case that leads it [PKG-15]', async () => {
  const folder = await exported(market)
  expect((await verifyExported(folder, undefined)).ok).toBe(true)
  await run('sh', [join(folder, 'verify-package.sh'), folder])
  expect(market.metadata.case.relatedSerialNumbers).toEqual([joint.parent.serialNumber])
  const basic = await readFile(join(folder, 'package', market.number, '基本信息元数据.xml'), 'utf8')
  expect(basic).toContain(joint.parent.serialNumber)
})

test('a changed child in an exported parent is refused by both verifiers [PKG-14]', async () => {
  const folder = await exported(parent)
  await run('sh', [join(folder, 'verify-package.sh'), folder])
  const child = join(folder, 'package', parent.number, childFolder, `${market.number}.zip`)
  const bytes = await readFile(child)
  await writeFile(child, bytes.with(1000, (bytes[1000] ?? 0) ^ 1))
  expect((await verifyExported(folder, undefined)).ok).toBe(false)
  await expect(run('sh', [join(folder, 'verify-package.sh'), folder])).rejects.toMatchObject({ code: 1 })
})

test('a changed child in the stored parent fails the inspection of content [PKG-14]', async () => {
  const bytes = await collect(readPackage(trial.archive.store, parent))
  const at = bytes.indexOf(await collect(readPackage(trial.archive.store, market)))
  expect(at).toBeGreaterThan(0)
  const changed = bytes.with(at + 1000, (bytes[at + 1000] ?? 0) ^ 1)
  const store = Object.assign(Object.create(trial.archive.store), {
    stat: trial.archive.store.stat.bind(trial.archive.store),
    async *read(key: string, range: ByteRange = { start: 0, end: changed.length }) {
      if (key === parent.objects.package.key) yield changed.subarray(range.start, range.end)
      else yield* trial.archive.store.read(key, range)
    },
  })
  const report = await inspectStored({ ...trial.archive, store }, parent)
  const failed = report.items.filter(({ outcome }) => outcome === 'FAIL').map(({ rule }) => rule)
  expect(failed).toContain('GD-2-11')
  expect(failed).toContain('GD-1-1')
})

async function exported({ number, ...record }: PreservedRecord): Promise<string> {
  const folder = await mkdtemp(join(exports, 'export-'))
  await exportFolder(trial.archive, { number, ...record }, folder)
  return folder
}
