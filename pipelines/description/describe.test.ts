import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { exampleArrangement, exampleParticulars } from '#archive-schema/metadata/example-record.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { describe } from './describe.ts'

const samples = new URL('../../compliance-tests/cases/accepted/', import.meta.url)

test.for(readdirSync(samples))('describes %s', (folder) => {
  const { caseFile, particulars } = sample(folder)
  const metadata = describe(profile, exampleArrangement(caseFile), particulars)
  expect(metadata.case.title).toBe(caseFile.case.name)
  expect(metadata.case.electronicRecordCode).toBe(particulars.electronicRecordCode)
  expect(metadata.documents).toHaveLength(caseFile.materials.flatMap(({ files }) => files).length)
})

test('describes a case twice in the same words', () => {
  const { caseFile, particulars } = sample('10-construction-permit-large')
  const once = describe(profile, exampleArrangement(caseFile), particulars)
  expect(describe(profile, exampleArrangement(caseFile), particulars)).toEqual(once)
})

test('names every element that is not as it should be [MET-08]', () => {
  const { caseFile, particulars } = sample('01-food-licence-granted')
  const handling = { ...caseFile.case, name: ' ', year: '2024' }
  const archivedAt = new Date('2025-03-20T08:31:59Z')
  expect(() =>
    describe(profile, exampleArrangement({ ...caseFile, case: handling }), { ...particulars, archivedAt }),
  ).toThrow(
    expect.objectContaining({
      code: 'DESCRIPTION_ELEMENT',
      permanent: true,
      faults: [
        { code: 'DESCRIPTION_ELEMENT', field: '办件名称 (case.caseName)', expected: '非空', found: ' ' },
        { code: 'DESCRIPTION_ELEMENT', field: '题名 (case.title)', expected: '非空', found: ' ' },
        { code: 'DESCRIPTION_ELEMENT', field: '年度 (case.year)', expected: '2025', found: '2024' },
        {
          code: 'DESCRIPTION_ELEMENT',
          field: '归档时间 (case.archivedAt)',
          expected: '≥ 2025-03-20 16:32:00 (case.finishedAt)',
          found: '2025-03-20 16:31:59',
        },
      ],
    }),
  )
})

function sample(folder: string) {
  const caseFile = parseCaseFile(readFileSync(new URL(`${folder}/case.json`, samples)))
  return { caseFile, particulars: exampleParticulars(profile, caseFile) }
}
