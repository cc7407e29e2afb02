import { expect, test } from 'vitest'
import { summariseReports } from '#archive-schema/inspection/batch-report.ts'
import { exampleReport } from '#archive-schema/inspection/example-report.ts'
import type { ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import type { ManualDecision } from '#archive-schema/inspection/manual-decision.ts'
import { batchPage } from './batch-page.ts'
import { reportPage } from './report-page.ts'

const record = { archivalCode: '0142-ZY·ZW·2025·D10·432014031001-0001', title: '甲<乙>的申请', unit: '某局' }

function pageOf(items: readonly ReportItem[] = exampleReport.items): string {
  return String(reportPage({ report: { ...exampleReport, items }, record }))
}

test('names the record, the package and the conclusion', () => {
  const page = pageOf()
  for (const text of [exampleReport.number, record.archivalCode, exampleReport.target.sha256, '2026-11-20 16:00:00'])
    expect(page).toContain(text)
  expect(page).toContain('<td colspan="3" class="conclusion MANUAL_REVIEW">待人工核查</td>')
  expect(page).toContain('甲&lt;乙&gt;的申请')
})

test('names the three gates, with the items that hinder, and says where none applied', () => {
  const rows = pageOf().match(/<tr><td><b>(?:来源可靠|程序规范|要素合规)<[\s\S]*?<\/tr>/g)
  expect(rows).toEqual([
    expect.stringContaining('合格'),
    expect.stringContaining('没有适用的检测项'),
    expect.stringContaining('没有适用的检测项'),
  ])
})

test('groups items by property and clause, each clause in the words of the standard', () => {
  const page = pageOf()
  const order = [
    '一、真实性',
    'YJ/1-5　移交信息包真实性',
    '二、完整性',
    '四、安全性',
    'YJ/4-3　移交过程安全性',
    '条款未明',
  ]
  const places = order.map((text) => page.indexOf(text))
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(page).toContain('检测移交信息包在移交和接收过程中是否安全、可控。')
})

test('PRF-02 prints that the text of an item was not seen, and of no other', () => {
  expect(pageOf().match(/条文未见 text not seen/g)).toHaveLength(1)
  expect(pageOf(exampleReport.items.slice(0, 2))).not.toContain('text not seen')
})

test('shows evidence with tool and version, and what persons have decided', () => {
  const decision: ManualDecision = {
    rule: 'yj.security.process',
    stage: 'yj',
    outcome: 'FAIL',
    by: '王芳',
    role: '档案员',
    remark: '日志缺失',
    number: exampleReport.number,
    packageSha256: exampleReport.target.sha256,
    decidedAt: '2026-11-21T01:00:00.000Z',
  }
  const page = pageOf(exampleReport.items.map((item) => ({ ...item, decisions: [decision] })))
  expect(page).toContain('1.zip；52311 字节 <span class="soft">［node:crypto OpenSSL 3］</span>')
  expect(page).toContain('<b>人工核查：不合格</b>。日志缺失（王芳，档案员，2026-11-21 09:00:00）')
})

test('a batch has its sums and, record by record, what is not passed', () => {
  const good = { ...exampleReport, number: '2', outcome: 'PASS', items: exampleReport.items.slice(0, 1) } as const
  const page = String(
    batchPage(summariseReports([exampleReport, good]), [
      { report: exampleReport, record },
      { report: good, record },
    ]),
  )
  expect(page).toContain('<tr><td>1</td><td>0</td><td>1</td><td>0</td><td>0</td></tr>')
  expect(page).toContain('<td class="count PASS">2</td>')
  expect(page.match(/<li class=/g)).toHaveLength(2)
  expect(page).toContain('<li class="MANUAL_REVIEW">★ 移交过程安全性检测：待人工核查</li>')
})

test('loads nothing and runs nothing', () => {
  expect(pageOf()).not.toMatch(/<script|<link|<img|(src|href)=|@import|url\(|undefined|\[object/)
})
