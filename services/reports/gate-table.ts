import { html } from 'hono/html'
import { openItems } from '#archive-schema/inspection/batch-report.ts'
import type { GateResult, InspectionReport, ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import { outcomeTerms } from './report-words.ts'

/** 三个关口 of a record, each with what the law asks and the items that keep it from passing. */
export function gateTable(report: InspectionReport) {
  const open = openItems(report)
  return html`<table class="items">
<colgroup><col style="width:15%"><col style="width:13%"><col style="width:39%"><col style="width:33%"></colgroup>
<thead><tr><th>关口</th><th>结论</th><th>法定要求</th><th>未通过的检测项</th></tr></thead>
<tbody>${report.gates.map((gate) => gateRow(gate, open))}</tbody>
</table>`
}

function gateRow({ gate, outcome, requirement, source, rules }: GateResult, open: readonly ReportItem[]) {
  const hindering = open.filter(({ rule }) => rules.includes(rule)).map(hinderingItem)
  const none = outcome === 'PASS' ? '无' : '没有适用的检测项 (no item applied)'
  return html`<tr><td><b>${gate}</b></td><td class="outcome ${outcome}">${outcomeTerms[outcome]}</td>
<td>${requirement}<br><span class="soft">${source}</span></td>
<td>${hindering.length === 0 ? none : html`<ul>${hindering}</ul>`}</td></tr>`
}

function hinderingItem({ title, rule, outcome }: ReportItem) {
  return html`<li>${title} <code>${rule}</code>：${outcomeTerms[outcome]}</li>`
}
