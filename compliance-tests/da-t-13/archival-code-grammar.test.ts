import { expect, test } from 'vitest'
import { formatArchivalCode, parseArchivalCode } from '#archive-schema/archival-code.ts'
import { formatCode, parseCode } from '#archive-schema/package/code-template.ts'
import {
  formatElectronicRecordCode,
  parseElectronicRecordCode,
} from '#archive-schema/package/electronic-record-code.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'

const examples = [
  [
    'J019-ZY·JC·CC·2019·D30-001-001',
    { fonds: 'J019', category: 'ZY·JC·CC', year: '2019', retention: 'D30', file: 1, number: 1 },
  ],
  ['X032-KJ·KY·01-003', { fonds: 'X032', category: 'KJ·KY·01', file: 3 }],
  ['K021-ZP·2019·D30-025-005', { fonds: 'K021', category: 'ZP', year: '2019', retention: 'D30', file: 25, number: 5 }],
  ['A002-RS-001-002', { fonds: 'A002', category: 'RS', file: 1, number: 2 }],
  [
    'Z109-WS·2011·Y·办公室-0001',
    { fonds: 'Z109', category: 'WS', year: '2011', retention: 'Y', function: '办公室', number: 1 },
  ],
  ['J019-ZY·XK·2026·D30·0100190012-0021', { category: 'ZY·XK', function: '0100190012', number: 21 }],
  ['J019-ZY·XK·ZC·01·2026·D30-0021', { category: 'ZY·XK·ZC·01', year: '2026', number: 21 }],
  ['0117-ZY·ZW·2025·D10·430131012001-0001', { fonds: '0117', category: 'ZY·ZW', function: '430131012001', number: 1 }],
] as const

test.for(examples)('NAM-06 reads %s', ([code, parts]) => {
  expect(parseArchivalCode(profile, code)).toMatchObject(parts)
})

test.for(['WS', 'KU', 'ZY', 'ZP', 'LY', 'LX', 'SJ', 'YJ', 'WY', 'MT', 'SW'])(
  'NAM-06 门类 %s: by item and by volume',
  (category) => {
    expect(parseArchivalCode(profile, `J019-${category}·2019·D30-0001`)).toMatchObject({ category, number: 1 })
    expect(parseArchivalCode(profile, `J019-${category}·A1·2019·Y-0002-0001`)).toMatchObject({ file: 2, number: 1 })
  },
)

test('NAM-06 both joins are read, and mean the same', () => {
  const parts = { fonds: 'Z109', category: 'WS', year: '2011', retention: 'Y', function: 'BGS', number: 1 }
  expect(parseArchivalCode(profile, 'Z109-WS·2011-Y-BGS-0001')).toEqual(parts)
  expect(parseArchivalCode(profile, 'Z109-WS·2011·Y·BGS-0001')).toEqual(parts)
  expect(parseArchivalCode(profile, '0059-ZW·2026-D30-0100190012-000021')).toMatchObject({ category: 'ZW', number: 21 })
})

test('NAM-06 compares in Unicode form NFC', () => {
  // U+F9EA is U+96E2 in NFC.
  expect(parseArchivalCode(profile, 'Z109-WS·2011·Y·\uf9ea-0001')?.function).toBe('\u96e2')
  expect(parseArchivalCode(profile, 'Z109-WS·2011·Y·e\u0301-0001')).toBeUndefined()
})

const dots = ['\u2022', '\u30fb', '\u2027', '\uff65', '\u2219', '\u22c5', '.', '-', '']
const dotted = examples.map(([code]) => code).filter((code) => code.includes('·'))

test.for(dots)('NAM-06 refuses %j in the place of each middle dot', (dot) => {
  for (const code of dotted) {
    for (const place of places(code, '·')) {
      const changed = code.slice(0, place) + dot + code.slice(place + 1)
      // A class without its dot may be another class; it must not be the same one.
      const read = parseArchivalCode(profile, changed)
      if (dot !== '' && dot !== '-') expect(read, changed).toBeUndefined()
      else expect(read, changed).not.toEqual(parseArchivalCode(profile, code))
    }
  }
})

test.for(['\u2010', '\u2013', '\u2014', '\u2212', '\uff0d', '_', ' '])(
  'NAM-06 refuses %j in the place of each hyphen',
  (hyphen) => {
    for (const [code] of examples) {
      for (const place of places(code, '-')) {
        expect(parseArchivalCode(profile, code.slice(0, place) + hyphen + code.slice(place + 1))).toBeUndefined()
      }
    }
  },
)

test.for([
  ['Greek and Cyrillic letters', 'Ζ109-WS·2011·Y·办公室-0001'],
  ['full-width digits', 'Z１09-WS·2011·Y·办公室-0001'],
  ['small letters', 'z109-ws·2011·y-0001'],
  ['an unknown 门类', 'J019-QQ·2019·D30-0001'],
  ['an unknown period', 'J019-ZY·2019·D20-0001'],
  ['a fifth level', 'J019-ZY·A·B·C·D·2019·D30-0001'],
  ['a blank at the end', 'J019-ZY·2019·D30-0001 '],
  ['number 0', 'J019-ZY·2019·D30-0000'],
  ['volume 0', 'J019-ZY·2019·D30-000-001'],
  ['two digits', 'J019-ZY·2019·D30-01'],
  ['five digits', 'J019-ZY·2019·D30-00001'],
])('NAM-06 refuses %s', ([, code = '']) => {
  expect(parseArchivalCode(profile, code)).toBeUndefined()
})

test.for([
  'J019-ZY·JC·CC·19·D30-001',
  'J019-ZY·JC·CC·19·D30-001-001',
  'Z109-WS·11·Y·办公室-0001',
  'Z109-WS·11-Y-BGS-0001',
  '0117-ZY·ZW·25·D10·430131012001-0001',
  '0117-ZY·ZW·1825·D10·430131012001-0001',
])('NAM-07 refuses the two-digit or impossible year of %s', (code) => {
  expect(parseArchivalCode(profile, code)).toBeUndefined()
})

test.for(['0117-0117-430131012001-25-D10-000001', '430190-0117-430131012001-25-D10-000001'])(
  'NAM-07 refuses the two-digit year of the 电子文件号 %s',
  (code) => {
    expect(parseElectronicRecordCode(profile, code)).toBeUndefined()
  },
)

const given = { fonds: '0117', category: 'ZY·ZW', year: '2025', retention: 'D10', function: '430131012001' } as const

test.for([
  [1, '0001'],
  [10, '0010'],
  [999, '0999'],
  [9999, '9999'],
  [10_000, '10000'],
] as const)('NAM-11 件号 %d is written %s', ([number, written]) => {
  expect(formatArchivalCode(profile, { ...given, number })).toBe(`0117-ZY·ZW·2025·D10·430131012001-${written}`)
})

test.for(profile.archivalCodes.filter(({ use, id }) => use === 'read' && id !== 'dat22'))(
  'NAM-11 template $id writes 案卷号 and 件号 with four digits, whatever width was read',
  (template) => {
    const example = examples.map(([code]) => parseCode(template, code)).find((parts) => parts !== undefined)
    const parts = example ?? {
      ...given,
      fonds: 'J019',
      category: template.id.startsWith('project') ? 'KJ·KY' : 'ZY',
      file: '2',
      number: '7',
    }
    const written = formatCode(template, parts)
    expect(written).toMatch(/^[^-]+-[^-]+(-\d{4}){1,2}$/)
    expect(parseArchivalCode(profile, written)).toBeDefined()
    expect(() => formatCode(template, { ...parts, [template.counter]: '10000' })).toThrow(template.counter)
  },
)

test.for([10, 31, 33])('NAM-05 an item code of %d characters is accepted', (length) => {
  const parts = {
    region: '430190',
    fonds: '0117',
    item: 'A'.repeat(length),
    year: '2025',
    retention: 'D10',
    serial: 1,
  } as const
  const code = formatElectronicRecordCode(profile, parts)
  expect(parseElectronicRecordCode(profile, code)).toEqual(parts)
  const archival = formatArchivalCode(profile, { ...given, function: 'A'.repeat(length), number: 1 })
  expect(parseArchivalCode(profile, archival)?.function).toBe('A'.repeat(length))
})

test.for([9, 34])('NAM-05 an item code of %d characters is refused', (length) => {
  const parts = {
    region: '430190',
    fonds: '0117',
    item: 'A'.repeat(length),
    year: '2025',
    retention: 'D10',
    serial: 1,
  } as const
  expect(() => formatElectronicRecordCode(profile, parts)).toThrow('item')
})

function places(code: string, character: string): number[] {
  return [...code].flatMap((each, i) => (each === character ? [i] : []))
}
