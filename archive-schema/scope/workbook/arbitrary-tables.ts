import fc from 'fast-check'
import { caseResults } from '#archive-schema/case-file/handling.ts'
import { itemTypes } from '#archive-schema/case-file/item-types.ts'
import { materialClasses, materialStages } from '#archive-schema/case-file/material.ts'
import { scanDemands } from '#archive-schema/formats/scan-quality.ts'
import { retentionPeriods } from '#archive-schema/retention.ts'
import { parseScopeTables } from '../parse-scope-tables.ts'
import { materialCarriers, type ScopeTableEdition, unlistedPolicies } from '../scope-table.ts'

const creditCodes = ['1143019000612571XH', '11430190006125883X', '11430190448032174R'] as const

const words = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
    fc.constantFrom('_x000D_', '=1+1', '001', '是', '2024-07-01'),
  )
  .map((text) => text.normalize('NFC').trim())
  .filter((text) => text !== '' && /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u.test(text))
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const option = { requiredKeys: [] as never[] }

const material = (name: string, legalPaper: boolean) =>
  fc
    .record({
      class: fc.constantFrom(...materialClasses),
      code: fc.constantFrom('A', 'B0', 'B4', 'C'),
      required: fc.boolean(),
      results: fc.subarray([...caseResults], { minLength: 1 }),
      some: fc.record(
        {
          stage: fc.constantFrom(...materialStages),
          signed: fc.boolean(),
          scanning: fc.constantFrom(...scanDemands),
          carrier: fc.constantFrom(...materialCarriers.slice(0, legalPaper ? 3 : 1)),
        },
        option,
      ),
      picks: fc.infiniteStream(fc.boolean()),
    })
    .map(({ some, picks, ...rest }) => {
      const picked = rest.results.filter(() => picks.next().value)
      return { ...rest, ...some, name, ...(rest.required && picked.length > 0 ? { requiredResults: picked } : {}) }
    })

const entry = (creditCode: string, serial: number) =>
  fc
    .record({
      itemName: words,
      itemVersions: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9.]{1,5}$/), { minLength: 1, maxLength: 3 }),
      itemType: fc.constantFrom(...itemTypes),
      retention: fc.constantFrom(...retentionPeriods),
      basis: fc.option(words, { nil: undefined }),
      some: fc.record({ unlistedMaterials: fc.constantFrom(...unlistedPolicies) }, option),
      names: fc.uniqueArray(words, { minLength: 1, maxLength: 4 }),
    })
    .chain(({ basis, some, names, ...rest }) => {
      const baseCode = String(serial).padStart(12, '0')
      const paper = basis === undefined ? { legalPaper: false } : { legalPaper: true, legalPaperBasis: basis }
      const materials = fc.tuple(...names.map((name) => material(name, paper.legalPaper)))
      const itemCode = `${creditCode}4${baseCode}`
      return materials.map((list) => ({ ...rest, ...some, ...paper, itemCode, baseCode, materials: list }))
    })

const approval = fc.oneof(
  fc.constant({ status: '草案' }),
  fc.record({ approvedBy: words.map((word) => `${word}档案局`), approvalNumber: words, approvedOn: day }),
)

const table = (creditCode: string) =>
  fc
    .record({
      unit: words,
      regionCode: fc.stringMatching(/^\d{6}$/),
      fondsCode: fc.stringMatching(/^[0-9A-Z]{4}$/),
      version: words,
      effectiveFrom: day,
      approval,
      archives: fc.oneof(
        fc.constant({}),
        fc.record({ archivesCode: fc.stringMatching(/^[0-9A-Z]{6,10}$/), archivesName: words }),
      ),
      some: fc.record(
        {
          regionName: words,
          draftedBy: words,
          effectiveTo: fc.constant('2099-12-31'),
          excludedMaterials: fc.array(fc.record({ name: words, reason: words }), { minLength: 1, maxLength: 2 }),
        },
        option,
      ),
      items: fc.integer({ min: 1, max: 3 }),
    })
    .chain(({ approval: approved, archives, some, items, ...rest }) =>
      fc
        .tuple(...Array.from({ length: items }, (_, index) => entry(creditCode, index + 1)))
        .map((entries) => ({ ...rest, ...some, ...approved, ...archives, creditCode, entries })),
    )

/** Whatever scope tables can say, as they are known after they have been read from JSON. */
export const arbitraryTables: fc.Arbitrary<ScopeTableEdition[]> = fc
  .subarray([...creditCodes], { minLength: 1 })
  .chain((codes) => fc.tuple(...codes.map(table)))
  .map((tables) => parseScopeTables(Buffer.from(JSON.stringify({ tables }))))
