import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { isTimestamp } from '#archive-schema/case-file/instant.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { describeCase } from './describe-case.ts'
import { exampleArrangement, exampleParticulars } from './example-record.ts'
import { localTime } from './local-time.ts'

const samples = new URL('../../compliance-tests/cases/accepted/', import.meta.url)

/** Said by order, by composition or by the approved scope table, or part of the form of `case.json` itself. */
const notTakenOver = /^(process\.\d+\.seq|source\.(format|systemName|systemVersion)|item\.scopeTable\..*)$/

test.for(readdirSync(samples))('takes over every text and number of %s', (folder) => {
  const caseFile = sample(folder)
  const written = new Set(leaves(describe(caseFile)).map(({ text }) => text))
  const lost = leaves(caseFile).filter(({ path, text }) => {
    const value = isTimestamp(text) ? localTime(text) : text
    return text !== '' && !notTakenOver.test(path) && !written.has(value)
  })
  expect(lost).toEqual([])
})

test('describes the handling system by name and version', () => {
  const { informationSystem } = describe(sample('01-food-licence-granted')).case
  expect(informationSystem).toBe('长沙市政务服务一体化平台（演示） 5.3.1')
})

test('names the first applicant in the elements of the standard and every further one in a group [MET-30]', () => {
  const { applicants } = sample('10-construction-permit-large')
  const about = describe(sample('10-construction-permit-large')).case
  expect(about.applicantNames).toEqual(applicants.map(({ name }) => name))
  expect(about.applicantIdNumber).toBe(applicants[0]?.idNumber)
  expect(about.coApplicants).toEqual(applicants.slice(1))
})

test('lists materials that were not received apart from the documents', () => {
  const caseFile = sample('06-employment-registration-instant')
  const [material] = caseFile.materials
  if (material === undefined) throw new Error('the sample has no material')
  const missing = {
    ...material,
    number: 9,
    name: '授权委托书',
    required: false,
    received: '未收取' as const,
    files: [],
  }
  const metadata = describe({ ...caseFile, materials: [...caseFile.materials, { ...missing, note: '本人到场' }] })
  expect(metadata.documents).toHaveLength(3)
  expect(metadata.case.missingMaterials).toEqual([
    { number: '9', typeCode: material.code, name: '授权委托书', required: '否', note: '本人到场' },
  ])
})

test('takes the time of a document from the scan or the material when the file has none', () => {
  const caseFile = sample('01-food-licence-granted')
  const materials = caseFile.materials.map((material) => ({
    ...material,
    files: material.files.map(({ createdAt: _, scan, ...file }, i) => (i === 0 && scan ? { ...file, scan } : file)),
  }))
  const times = describe({ ...caseFile, materials }).documents.map(({ createdAt }) => createdAt)
  expect(times.slice(0, 2)).toEqual(['2025-03-11 09:26:00', '2025-03-11 09:18:00'])
})

test('writes times in +08:00, whatever offset they were handed over in [MET-17]', () => {
  expect(localTime('2025-12-31T16:00:00Z')).toBe('2026-01-01 00:00:00')
  expect(localTime('2025-12-31T23:59:59.999999+08:00')).toBe('2025-12-31 23:59:59')
  expect(localTime('2025-12-31T22:30:00-05:30')).toBe('2026-01-01 12:00:00')
  expect(localTime('1969-12-31T23:59:59.5Z')).toBe('1970-01-01 07:59:59')
})

function sample(folder: string): CaseFile {
  return parseCaseFile(readFileSync(new URL(`${folder}/case.json`, samples)))
}

function describe(caseFile: CaseFile) {
  return describeCase(profile, exampleArrangement(caseFile), exampleParticulars(profile, caseFile))
}

function leaves(value: unknown, path = ''): { path: string; text: string }[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ path, text: String(value) }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}
