import { expect, test } from 'vitest'
import type { Material } from '#archive-schema/case-file/case-file.ts'
import { isOnPaperOnly, paperFaults } from './paper-faults.ts'
import type { ScopeEntry } from './scope-table.ts'

const basis = '某法第一条'
const entry: ScopeEntry = {
  itemCode: '1143019000612571XH4430131012001',
  baseCode: '430131012001',
  itemName: '食品经营许可',
  itemVersions: ['2'],
  itemType: '行政许可',
  retention: 'D10',
  legalPaper: true,
  legalPaperBasis: basis,
  materials: (['纸质', '电子和纸质', '电子'] as const).map((carrier) => ({
    class: '申报文件',
    code: 'A',
    name: carrier,
    required: true,
    carrier,
    results: ['准予'],
  })),
}
const file = { path: 'files/a.pdf', bytes: 1, sha256: '' }

function material(name: string, cited: string | undefined, files = 0): Material {
  const paper = cited === undefined ? {} : { paper: { basis: cited, place: '库房' } }
  const given = { number: 1, stage: '申请', class: '申报文件', code: 'A', name, required: true } as const
  return { ...given, received: '纸质收取', files: Array(files).fill(file), ...paper }
}

test.for([
  ['paper by law', material('纸质', basis), undefined],
  ['paper by law, scanned as well', material('纸质', basis, 1), undefined],
  ['both by law', material('电子和纸质', basis, 1), undefined],
  ['no paper', material('电子', undefined, 1), undefined],
  ['no paper, though a law would keep it', material('纸质', undefined, 1), undefined],
  ['both by law, without a file', material('电子和纸质', basis), 'SCOPE_PAPER_ONLY'],
  ['paper by another law', material('纸质', '某法第二条'), 'SCOPE_PAPER_UNFOUNDED'],
  ['paper that is kept electronically', material('电子', basis, 1), 'SCOPE_PAPER_UNFOUNDED'],
  ['paper that the table does not name', material('其他', basis), 'SCOPE_PAPER_UNFOUNDED'],
] as const)('%s: %s', ([, given, code]) => {
  expect(paperFaults(entry, { materials: [given] }).map((fault) => fault.code)).toEqual(
    code === undefined ? [] : [code],
  )
})

test('an item without paper keeps nothing on paper', () => {
  const { legalPaperBasis: _, ...plain } = { ...entry, legalPaper: false }
  expect(paperFaults(plain, { materials: [material('纸质', basis)] })).toMatchObject([
    { code: 'SCOPE_PAPER_UNFOUNDED', field: 'materials[0].paper', expected: '电子 / electronic' },
  ])
})

test('on paper only is what has no file and says where the paper lies', () => {
  expect(isOnPaperOnly(material('纸质', basis))).toBe(true)
  expect(isOnPaperOnly(material('纸质', basis, 1))).toBe(false)
  expect(isOnPaperOnly(material('纸质', undefined))).toBe(false)
})
