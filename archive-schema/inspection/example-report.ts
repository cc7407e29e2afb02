import { concludeInspection, type InspectionReport, type ReportItem } from './inspection-report.ts'
import { judgeGates } from './judge-gates.ts'

const exampleItems: readonly ReportItem[] = [
  {
    rule: 'yj.authenticity.package-identity',
    ruleId: 'yj.authenticity.package-identity',
    stdRef: 'DA/T 70-2018 YJ/1-5',
    cell: 'YJ/1-5',
    title: '信息包一致性检测',
    property: '真实性',
    basis: '信息包的字节数和 SHA-256 与登记的一致',
    source: 'derived from the text of the cell',
    confidence: 'medium',
    outcome: 'PASS',
    blocking: true,
    evidence: [{ location: '1.zip', found: '52311 字节', tool: 'node:crypto', version: 'OpenSSL 3' }],
  },
  {
    rule: 'yj.security.process',
    ruleId: 'yj.security.process',
    stdRef: 'DA/T 70-2018 YJ/4-3',
    cell: 'YJ/4-3',
    title: '移交过程安全性检测',
    property: '安全性',
    basis: '移交过程安全、可控',
    source: 'derived from the text of the cell',
    confidence: 'medium',
    outcome: 'MANUAL_REVIEW',
    blocking: true,
    question: '是否安全、可控？',
    evidence: [{ location: '人工核查', expected: '是否安全、可控？' }],
  },
  {
    rule: 'yj.security.unidentified',
    ruleId: 'yj.security.unidentified',
    stdRef: 'DA/T 70-2018 YJ/4-3',
    title: '（名称未见）',
    property: '安全性',
    basis: '<未见>',
    source: '—',
    confidence: 'none',
    outcome: 'NOT_CHECKED',
    blocking: false,
    whyNotBlocking: '未见条文',
    evidence: [{ found: '未见条文' }],
  },
]

/** A short report, for tests: one item passed, one waits for a person, one whose text nobody has seen. */
export const exampleReport: InspectionReport = {
  stage: 'yj',
  profile: { id: 'dat70-yj', version: '2018-yj-1' },
  number: '430190-0142-432014031001-2025-D10-000001',
  target: { bytes: 52_311, sha256: 'ab'.repeat(32) },
  inspectedAt: '2026-11-20T08:00:00.000Z',
  tool: { name: 'Guidang 归档', version: '0.1.0' },
  outcome: 'MANUAL_REVIEW',
  gates: judgeGates(exampleItems),
  items: exampleItems,
}

/** A report of the 归档 stage, for tests: items of which nothing matters but what is given. They block unless it says not. */
export function exampleReportOf(
  items: readonly (Pick<ReportItem, 'outcome'> & Partial<ReportItem>)[],
): InspectionReport {
  const whole = items.map((item, i) => ({
    rule: `GD-1-${i + 1}`,
    ruleId: `gd.authenticity.example-${i + 1}`,
    stdRef: `DA/T 70-2018 GD-1-${i + 1}`,
    title: '固化信息有效性检测',
    property: '真实性' as const,
    basis: '清单、声明、电子签名与字节相符',
    source: 'made for tests',
    confidence: 'high' as const,
    blocking: true,
    evidence: [{ location: '信息包', found: `seen ${i + 1}` }],
    ...item,
  }))
  const profile = { id: 'dat70-gd', version: '1' }
  return {
    ...exampleReport,
    stage: 'gd',
    profile,
    outcome: concludeInspection(whole),
    gates: judgeGates(whole),
    items: whole,
  }
}
