import { expect, test } from 'vitest'
import { ChangeNotice } from './change-notice.ts'

const upgrade = {
  systemCode: 'ZWFW-430100',
  serialNumber: '430190250415000871',
  noticeNumber: 'BG-2026-0001',
  kind: '升版',
  changedAt: '2026-03-01T10:00:00+08:00',
  basis: '行政许可变更决定书 湘麓审许变〔2026〕3号',
  changedBy: '李敏',
  successor: { systemCode: 'ZWFW-430100', serialNumber: '430190260301000012' },
}
const { successor: _, ...withoutSuccessor } = upgrade

test.for([upgrade, { ...withoutSuccessor, kind: '作废' }])('a $kind is accepted', (notice) => {
  expect(ChangeNotice.parse(notice)).toEqual(notice)
})

test.for([
  ['a 升版 without successor', withoutSuccessor],
  ['a 作废 with a successor', { ...upgrade, kind: '作废' }],
  [
    'a case that takes its own place',
    { ...upgrade, successor: { ...upgrade.successor, serialNumber: upgrade.serialNumber } },
  ],
  ['a kind of no list', { ...upgrade, kind: '延续' }],
  ['no basis', { ...upgrade, basis: '' }],
  ['no person', { ...upgrade, changedBy: undefined }],
  ['a day in the place of a time', { ...upgrade, changedAt: '2026-03-01' }],
  ['a field that nobody knows', { ...upgrade, result: '撤销' }],
] as const)('refuses %s', ([, notice]) => {
  expect(ChangeNotice.safeParse(notice).success).toBe(false)
})
