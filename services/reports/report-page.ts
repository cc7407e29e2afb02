import { html } from 'hono/html'
import { dat70Cells } from '#archive-schema/inspection/dat70-cells.ts'
import { countOutcomes, type InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { stageTerms } from '#archive-schema/inspection/inspection-stage.ts'
import { factColumns, formPage, outcomeTable, signatures } from './form-page.ts'
import { gateTable } from './gate-table.ts'
import { itemSections } from './item-rows.ts'
import { chinaTime, outcomeTerms } from './report-words.ts'

/** A record as its report names it. */
export type ReportedRecord = { readonly archivalCode: string; readonly title: string; readonly unit: string }

/** A report with the record that it is about. */
export type Inspected = { readonly report: InspectionReport; readonly record: ReportedRecord }

/** 四性检测报告 of one record as a page that can be printed: one file, it loads nothing and runs nothing. */
export function reportPage({ report, record }: Inspected) {
  const { stage, profile, tool, target } = report
  return formPage(
    '电子档案四性检测报告',
    html`<table class="head">${factColumns}
<tr><th>题名</th><td colspan="3">${record.title}</td></tr>
<tr><th>立档单位</th><td>${record.unit}</td><th>档号</th><td><code>${record.archivalCode}</code></td></tr>
<tr><th>电子文件号</th><td><code>${report.number}</code></td><th>检测环节</th><td>${stageTerms[stage]}（${stage.toUpperCase()}）</td></tr>
<tr><th>检测时间</th><td>${chinaTime(report.inspectedAt)}</td><th>检测工具</th><td>${tool.name} ${tool.version}</td></tr>
<tr><th>检测方案</th><td>${profile.id}，版本 ${profile.version}</td><th>信息包字节数</th><td>${target.bytes}</td></tr>
<tr><th>信息包摘要</th><td colspan="3"><code>SHA-256 ${target.sha256}</code></td></tr>
<tr><th>检测结论</th><td colspan="3" class="conclusion ${report.outcome}">${outcomeTerms[report.outcome]}</td></tr>
</table>
<h2>各结果项数</h2>
${outcomeTable(countOutcomes(report))}
<h2>三个关口</h2>
${gateTable(report)}
${itemSections(report.items)}
${signatures}
<p class="note">结论取必过项中最差的结果；不适用的不计。未检测、待人工核查的必过项使电子档案不得放行。可信度说明检测项与标准条文的关系：
“条文未见”的，不声称符合该条文。条款文字引自 ${dat70Cells.standard}（转引，印刷本未见）。</p>`,
  )
}
