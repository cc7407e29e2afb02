import { fc, test as law } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { formatArchivalCode, parseArchivalCode } from '#archive-schema/archival-code.ts'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { retentionPeriods } from '#archive-schema/retention.ts'
import { formatElectronicRecordCode, parseElectronicRecordCode } from './electronic-record-code.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const capitals = (min: number, max: number) => fc.stringMatching(new RegExp(`^[0-9A-Z]{${min},${max}}$`))
const year = fc.integer({ min: 1900, max: 2099 }).map(String)
const retention = fc.constantFrom(...retentionPeriods)
const fonds = capitals(4, 4)
const item = capitals(10, 33)

const recordParts = fc.record({
  region: digits(6),
  fonds,
  item,
  year,
  retention,
  serial: fc.integer({ min: 1, max: 999_999 }),
})
const archivalParts = fc.record({
  fonds,
  category: fc.stringMatching(/^[A-Z]{2}(·[A-Z0-9]{1,5}){0,3}$/),
  year,
  retention,
  function: item,
  number: fc.integer({ min: 1, max: 999_999_999 }),
})

law.prop([recordParts])('parsing undoes formatting of an 电子文件号', (parts) => {
  const code = formatElectronicRecordCode(profile, parts)
  expect(code).toMatch(/^\d{6}-[0-9A-Z]{4}-[0-9A-Z]{10,33}-(19|20)\d{2}-(Y|D30|D10)-\d{6}$/)
  expect(parseElectronicRecordCode(profile, code)).toEqual(parts)
})

law.prop([archivalParts])('parsing undoes formatting of a 档号', (parts) => {
  expect(parseArchivalCode(profile, formatArchivalCode(profile, parts))).toEqual(parts)
})

law.prop([archivalParts, archivalParts])('different parts give different 档号', (one, other) => {
  fc.pre(JSON.stringify(one) !== JSON.stringify(other))
  expect(formatArchivalCode(profile, one)).not.toBe(formatArchivalCode(profile, other))
})

law.prop([fc.string()])('formatting undoes parsing of whatever is an 电子文件号', (text) => {
  const parts = parseElectronicRecordCode(profile, text)
  expect(parts === undefined ? text : formatElectronicRecordCode(profile, parts)).toBe(text)
})

const parts = { fonds: '0117', item: '430131012001', function: '430131012001', year: '2025', retention: 'D10' } as const

test('has the forms that Fuzhou and DA/T 13-2022 show', () => {
  expect(formatElectronicRecordCode(profile, { ...parts, region: '430190', serial: 21 })).toBe(
    '430190-0117-430131012001-2025-D10-000021',
  )
  expect(formatArchivalCode(profile, { ...parts, category: 'ZY·XK', number: 21 })).toBe(
    '0117-ZY·XK·2025·D10·430131012001-0021',
  )
  expect(parseElectronicRecordCode(profile, '350100-0059-0100190012-2018-D30-000021')?.serial).toBe(21)
})

test('lets the 件号 grow beyond four digits without leading zeros', () => {
  expect(formatArchivalCode(profile, { ...parts, category: 'ZY·XK', number: 12_345 })).toMatch(/-12345$/)
  expect(parseArchivalCode(profile, '0117-ZY·XK·2025·D10·430131012001-00021')).toBeUndefined()
})

test.for([
  '430190-0117-430131012001-2025-D10-000000',
  '430190-0117-430131012001-2025-D10-21',
  '430190-0117-430131012001-2025-D20-000021',
  '430190-0117-430131012001-1825-D10-000021',
  '430190-0117-430131012001-2025-D10-000021\n',
  ' 430190-0117-430131012001-2025-D10-000021',
  '430190-0117-43013-2025-D10-000021',
])('does not take %j for an 电子文件号', (text) => {
  expect(parseElectronicRecordCode(profile, text)).toBeUndefined()
})

test.for(['•', '・', '‧', '-', '.'])('does not take %s for the middle dot of a 档号', (dot) => {
  expect(parseArchivalCode(profile, `0117-ZY${dot}XK·2025·D10·430131012001-0021`)).toBeUndefined()
})

test.for([0, -1, 1.5, 1_000_000, Number.NaN])('refuses to compose an 电子文件号 with serial %d', (serial) => {
  expect(() => formatElectronicRecordCode(profile, { ...parts, region: '430190', serial })).toThrow(
    expect.objectContaining({ code: 'DESCRIPTION_ELEMENT', faults: [expect.objectContaining({ field: 'serial' })] }),
  )
})

test('names the part that has not its form', () => {
  const compose = () => formatElectronicRecordCode(profile, { ...parts, region: '4301', serial: 1 })
  expect(compose).toThrow(ArchiveError)
  expect(compose).toThrow('region')
})
