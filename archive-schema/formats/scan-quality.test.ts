import { expect, test } from 'vitest'
import {
  demandsColour,
  isFineEnough,
  isSameResolution,
  parseScanQuality,
  scanDemands,
  scanQuality,
} from './scan-quality.ts'

test('the demands are those of DA/T 31-2017, with their confidence', () => {
  expect(scanDemands.map((demand) => scanQuality.minimumDpi[demand])).toEqual([200, 300, 300, 600])
  expect(scanQuality).toMatchObject({ standard: 'DA/T 31-2017', confidence: 'medium' })
  expect(scanQuality.source).toContain('was not seen')
})

test.for([
  ['一般', 198, true],
  ['一般', 197, false],
  ['仿真复制', 594, true],
  ['仿真复制', 593, false],
] as const)('for %s, %d dpi are fine enough: %s', ([demand, dpi, isEnough]) => {
  expect(isFineEnough(scanQuality, demand, dpi)).toBe(isEnough)
})

test('79 dots per centimetre are 200 dpi, 300 are not', () => {
  expect(isSameResolution(scanQuality, 200, 201)).toBe(true)
  expect(isSameResolution(scanQuality, 200, 300)).toBe(false)
})

test('colour is demanded by class or by name', () => {
  expect(demandsColour(scanQuality, '结果文件', '送达回证')).toBe(true)
  expect(demandsColour(scanQuality, '过程文件', '不予受理通知书')).toBe(true)
  expect(demandsColour(scanQuality, '申报文件', '申请表')).toBe(false)
})

test('refuses a format that the formats profile does not know, and a demand without a number', () => {
  expect(() => parseScanQuality({ ...scanQuality, formats: { accepted: ['djvu'], source: 'x' } })).toThrow(
    'formats profile',
  )
  expect(() => parseScanQuality({ ...scanQuality, minimumDpi: { 一般: 200 } })).toThrow()
})
