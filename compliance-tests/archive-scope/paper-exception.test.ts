import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect } from '#archive-schema/content-reader.ts'
import type { ScopeEntry, ScopeMaterial } from '#archive-schema/scope/scope-table.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { readPackage } from '#services/access/read-content.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import { runCommand } from '../durability/command.ts'
import { CaseDraft, type JsonObject } from '../intake/case-draft.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { approveVersion, type NamedTable } from './sample-table.ts'

const sample = '01-food-licence-granted'
const material = '营业执照'
const basis = '《虚构条例》第二十一条：营业执照副本应当以纸质形式留存'
const place = '湘麓区政务服务中心档案室 3-12-07'

let archive: TestArchive
let folders: string
let versions = 0

beforeAll(async () => {
  archive = await openTestArchive()
  folders = await mkdtemp(join(tmpdir(), 'guidang-paper-'))
})
afterAll(async () => {
  await archive.close()
  await rm(folders, { recursive: true })
})

/** Approves a version in which the material is archived so, by a law. */
function approve(carrier: ScopeMaterial['carrier'] & string, legalPaperBasis = basis): Promise<NamedTable> {
  versions += 1
  const edit = ({ materials }: ScopeEntry): Partial<ScopeEntry> => ({
    legalPaper: true,
    legalPaperBasis,
    materials: materials.map((each) => (each.name === material ? { ...each, carrier } : each)),
  })
  return approveVersion(archive, sample, `paper-${versions}`, edit, {
    effectiveFrom: `2025-01-${String(versions).padStart(2, '0')}`,
  })
}

async function capture(table: NamedTable, change: (draft: CaseDraft) => unknown) {
  const draft = await CaseDraft.of('01')
  for (const [field, value] of Object.entries(table)) draft.set(`item.scopeTable.${field}`, value)
  change(draft)
  const folder = join(folders, crypto.randomUUID())
  await draft.write(folder)
  const [outcome] = await archive.capture(folder)
  if (outcome === undefined) throw new Error('the case has no outcome')
  return outcome
}

/** The material stays on paper; with `keepFiles` it was scanned as well. */
function onPaper(paper: JsonObject, keepFiles = false) {
  return (draft: CaseDraft) => {
    const at = draft.material(material)
    draft.set(`${at}.paper`, paper)
    if (keepFiles) return
    for (const file of draft.get(`${at}.files`) as JsonObject[]) draft.files.delete(String(file['path']))
    draft.set(`${at}.files`, [])
  }
}

test('PRC-02 what a law keeps on paper is archived as paper: in the metadata, in the package, in the report', async () => {
  const { number = '', outcome } = await capture(await approve('纸质'), onPaper({ basis, place, pages: 2 }))
  expect(outcome).toBe('archived')
  const record = await requireRecord(archive.catalogue, number)
  expect(record.metadata.case.paperMaterials).toEqual([
    { number: '2', folder: '申报文件', typeCode: 'A', name: material, basis, place, pages: '2', files: '0' },
  ])
  expect(record.metadata.case.missingMaterials).toBeUndefined()
  expect(record.metadata.documents.some(({ standardName }) => standardName === material)).toBe(false)
  const packaged = (await collect(readPackage(archive.store, record))).toString('utf8')
  expect(packaged).toContain(basis)
  expect(packaged).toContain(place)
  const { outcome: inspected, items } = await inspectStored(archive, record)
  expect(inspected).not.toBe('FAIL')
  const scope = items.find(({ rule }) => rule === 'GD-2-9')
  expect(scope).toMatchObject({ outcome: 'PASS' })
  expect(scope?.evidence[0]?.found).toContain(`依法保留纸质：${material}（${basis}，${place}）`)
  expect(await verifyStored(archive, record)).toMatchObject({ ok: true })
  expect((await runCommand(['show', number], archive.environment)).stdout).toContain(
    `${material}（${basis}）：${place}`,
  )
})

test('PRC-02 what is kept both ways needs its scan, and is recorded with it', async () => {
  const both = await approve('电子和纸质')
  expect(await capture(both, onPaper({ basis, place }))).toMatchObject({
    outcome: 'refused',
    code: 'SCOPE_PAPER_ONLY',
    faults: [{ field: 'materials[1].paper', expected: '电子和纸质' }],
  })
  const { number = '', outcome } = await capture(both, onPaper({ basis, place }, true))
  expect(outcome).toBe('archived')
  const { metadata } = await requireRecord(archive.catalogue, number)
  expect(metadata.case.paperMaterials).toMatchObject([{ name: material, basis, files: '1' }])
})

test.for([
  ['without a citation', { place }, { code: 'SCHEMA_INVALID', field: 'materials[1].paper.basis' }],
  ['with an empty citation', { basis: '', place }, { code: 'SCHEMA_INVALID', field: 'materials[1].paper.basis' }],
  ['without a place', { basis }, { code: 'SCHEMA_INVALID', field: 'materials[1].paper.place' }],
  ['that cites another law', { basis: '惯例', place }, { code: 'SCOPE_PAPER_UNFOUNDED', field: 'materials[1].paper' }],
] as const)('PRC-02 a paper exception %s is refused', async ([, paper, fault]) => {
  const refused = await capture(await approve('纸质'), onPaper(paper))
  expect(refused).toMatchObject({ outcome: 'refused', faults: [expect.objectContaining(fault)] })
})

test('PRC-02 a paper exception of an item for which no law demands paper is refused', async () => {
  const plain = await approveVersion(archive, sample, 'electronic', () => ({}), { effectiveFrom: '2025-02-01' })
  for (const keepFiles of [false, true]) {
    expect(await capture(plain, onPaper({ basis, place }, keepFiles))).toMatchObject({
      outcome: 'refused',
      faults: [{ code: 'SCOPE_PAPER_UNFOUNDED', expected: '电子 / electronic' }],
    })
  }
  expect(await capture(plain, () => {})).toMatchObject({ outcome: 'archived' })
})

test.for([
  ['电子收取', 'was received electronically'],
  ['未收取', 'was not received'],
] as const)('PRC-02 a material that %s cannot stay on paper', async ([received]) => {
  const change = (draft: CaseDraft) => {
    onPaper({ basis, place })(draft)
    draft.set(`${draft.material(material)}.received`, received)
  }
  expect(await capture(await approve('纸质'), change)).toMatchObject({ outcome: 'refused', code: 'SCHEMA_INVALID' })
})

test('PRC-02 a table that keeps a material on paper without naming a law cannot be approved', async () => {
  const edit = ({ materials }: ScopeEntry): Partial<ScopeEntry> => ({
    materials: materials.map((each) => (each.name === material ? { ...each, carrier: '纸质' } : each)),
  })
  await expect(approveVersion(archive, sample, 'unfounded', edit)).rejects.toMatchObject({
    code: 'SCOPE_TABLE_INVALID',
    faults: expect.arrayContaining([expect.objectContaining({ found: expect.stringContaining('未规定须有纸质') })]),
  })
})
