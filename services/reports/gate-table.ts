import { html } from 'hono/html'
import type { GateResult, InspectionReport, ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import { outcomeTerms } from './report-words.ts'

/** 三个关口 of a record, each with what the law asks and the items that keep it from passing. */
export function gateTable({ gates, items }: InspectionReport) {
  return html`<table class="items">
<colgroup><col style="width:15%"><col style="width:13%"><col style="width:39%"><col style="width:33%"></colgroup>
<thead><tr><th>关口</th><th>结论</th><th>法定要求</th><th>未通过的检测项</th></tr></thead>
<tbody>${gates.map((gate) => gateRow(gate, items))}</tbody>
</table>`
}

function gateRow({ gate, outcome, requirement, source, rules }: GateResult, items: readonly ReportItem[]) {
  const open = items.filter((item) => rules.includes(item.rule) && !isPassed(item))
  return html`<tr><td><b>${gate}</b></td><td class="outcome ${outcome}">${outcomeTerms[outcome]}</td>
<td>${requirement}<br><span class="soft">${source}</span></td>
<td>${open.length === 0 ? '无' : html`<ul>${open.map((item) => html`<li>${item.title} <code>${item.rule}</code>：${outcomeTerms[item.outcome]}</li>`)}</ul>`}</td></tr>`
}

function isPassed({ outcome }: ReportItem): boolean {
  return outcome === 'PASS' || outcome === 'NOT_APPLICABLE'
}
