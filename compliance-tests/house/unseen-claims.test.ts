import { globSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { exampleReport } from '#archive-schema/inspection/example-report.ts'
import { type InspectionItem, ruleOf, stdRefOf } from '#archive-schema/inspection/inspection-profile.ts'
import { inspectionProfiles } from '#archive-schema/inspection/inspection-profiles.ts'
import type { ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import { inspectionStages } from '#archive-schema/inspection/inspection-stage.ts'
import { writeReportXml } from '#archive-schema/inspection/report-xml.ts'
import { verbs } from '#services/cli/verbs.ts'
import { reportPage } from '#services/reports/report-page.ts'
import { conformanceTable } from '../conformance/conformance-table.ts'
import { gaps, requirements } from '../conformance/requirement.ts'
import { unseenClaims, unseenStandards } from './unseen-claims.ts'

const pages = globSync(['*.md', 'docs/**/*.md', 'compliance-tests/**/*.md'])
const data = globSync('archive-schema/profiles/**/*.json')

describe('FMT-08 PRF-08 nothing is claimed of a text that was not seen', () => {
  test.for([...pages, ...data])('in %s', (file) => {
    expect(unseenClaims(readFileSync(file, 'utf8'))).toEqual([])
  })

  test('in what the commands say of themselves', () => {
    const program = new Command()
    for (const verb of verbs) verb(program)
    const helps = program.commands.map((command) => command.helpInformation())
    expect(helps.length).toBeGreaterThan(10)
    expect(unseenClaims(helps.join('\n'))).toEqual([])
  })

  test('in the table of conformance, whatever passes', () => {
    const shown = { passed: 1, failed: 0, skipped: 0 }
    const all = requirements.map((requirement) => ({ requirement, shown, gap: gaps.get(requirement.id) }))
    const told = conformanceTable(all)
    expect(told).toContain('FMT-08')
    expect(unseenClaims(told)).toEqual([])
  })

  test.for(inspectionStages)('in the printed report and in the XML of stage %s', (stage) => {
    const report = reportOf(stage)
    expect(unseenClaims(String(reportPage({ report, record })))).toEqual([])
    expect(unseenClaims(new TextDecoder().decode(writeReportXml(report)))).toEqual([])
  })

  test.for(inspectionStages)('the report of stage %s says of each item without text that it was not seen', (stage) => {
    const report = reportOf(stage)
    const page = String(reportPage({ report, record }))
    // Rows of gates begin with the name of the gate.
    const rows = page.split('<tr>').filter((row) => row.includes('class="outcome') && !row.startsWith('<td><b>'))
    expect(rows).toHaveLength(report.items.length)
    for (const { rule, confidence } of report.items) {
      const row = rows.find((one) => one.includes(`<code>${rule}</code>`)) ?? ''
      expect(row.includes('条文未见 text not seen'), rule).toBe(confidence === 'none')
    }
    expect(page).toContain('“条文未见”的，不声称符合该条文')
  })

  test('items without text are there to be told', () => {
    expect(reportOf('gd').items.filter(({ confidence }) => confidence === 'none').length).toBeGreaterThan(0)
  })

  test.for(['README.md', 'README.zh-CN.md'])('%s says which they are', (file) => {
    const text = readFileSync(file, 'utf8')
    for (const { standard } of unseenStandards) expect(text).toContain(standard)
  })
})

describe('a claim is found', () => {
  test.for([
    'Guidang conforms to DA/T 92-2022.',
    '本系统符合 DA/T 92—2022 的要求。',
    'Recognition meets DA/T 77-2019.',
    'OCR 识别结果达到 DA/T 77 的规定。',
    'Recognition reads with an accuracy of at least 95 %.',
    'OCR 准确率不低于 98％。',
    '扫描质量按照 DA/T 31 抽检。',
    'Every scan is checked by sampling of 5 % of the pages.',
    '抽检比例为 5%。',
  ])('%s', (sentence) => {
    expect(unseenClaims(`前一句。\n${sentence}\nAnd another sentence.`)).toHaveLength(1)
  })
})

describe('what claims nothing is let be', () => {
  test.for([
    'DA/T 92 was not seen, and nothing is claimed of it.',
    '不声称符合 DA/T 92；其条文未见。',
    'Scans are kept as TIFF or JPEG, which DA/T 31-2017 names.',
    'The report conforms to DA/T 921.',
    'Recognition is for finding: it misreads handwriting.',
    'The sample cases take 5 minutes.',
    '符合 DA/T 70-2018 的检测项有 95% 合格。',
  ])('%s', (sentence) => {
    expect(unseenClaims(sentence)).toEqual([])
  })
})

const record = { archivalCode: 'X', title: '题名', unit: '某局' }

/** A report in which every item of the stage passes: it claims the most that a report can claim. */
function reportOf(stage: keyof typeof inspectionProfiles) {
  const profile = inspectionProfiles[stage]
  return { ...exampleReport, stage, items: profile.items.map((item) => passed(item, stdRefOf(profile, item))) }
}

function passed(item: InspectionItem, stdRef: string): ReportItem {
  const { ruleId, cell, title, property, basis, source, confidence, blocking, whyNotBlocking, limits } = item
  return {
    ...{ rule: ruleOf(item), ruleId, stdRef, title, property, basis, source, confidence, blocking, outcome: 'PASS' },
    ...(cell === undefined ? {} : { cell }),
    ...(whyNotBlocking === undefined ? {} : { whyNotBlocking }),
    ...(limits === undefined ? {} : { limits }),
    evidence: [{ found: '合格' }],
  }
}
