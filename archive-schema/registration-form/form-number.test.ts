import { expect, test } from 'vitest'
import { parseBatchNumber, parseFormNumber } from './form-number.ts'
import { registrationForm } from './registration-profile.ts'

const parse = (number: string) => parseFormNumber(registrationForm, number)

test.for([
  ['430190-0117-20260801', 'batch', { region: '430190', fonds: '0117', day: '20260801' }],
  ['430190-0117-20260801-02', 'batch', { day: '20260801' }],
  ['430190-A0B1-20240229-99', 'batch', { fonds: 'A0B1' }],
  ['430190-0117-2026', 'year', { year: '2026' }],
] as const)('NAM-02 %s names a %s', ([number, gathers, parts]) => {
  expect(parse(number)).toMatchObject({ number, gathers, ...parts })
})

test.for([
  '430190-0117-20260801-00',
  '430190-0117-20260801-01',
  '430190-0117-20260801-2',
  '430190-0117-20260801-002',
  '430190-0117-20260230',
  '430190-0117-20261301',
  '430190-117-20260801',
  '430190-0117a-20260801',
  '43019-0117-20260801',
  '430190-0117-18260801',
  '430190-0117-26',
  ' 430190-0117-20260801',
  '430190-0117-20260801\n',
  '430190_0117_20260801',
  '',
])('NAM-02 %j is no number of a batch or form', (number) => {
  expect(() => parse(number)).toThrow(expect.objectContaining({ code: 'REGISTRATION_NUMBER_INVALID' }))
})

test('a year is no batch', () => {
  expect(() => parseBatchNumber(registrationForm, '430190-0117-2026')).toThrow(
    expect.objectContaining({ code: 'REGISTRATION_NUMBER_INVALID' }),
  )
  expect(parseBatchNumber(registrationForm, '430190-0117-20260801').gathers).toBe('batch')
})
