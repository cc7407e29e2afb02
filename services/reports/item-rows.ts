import { html } from 'hono/html'
import { findCell } from '#archive-schema/inspection/dat70-cells.ts'
import { properties } from '#archive-schema/inspection/inspection-profile.ts'
import type { ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import type { ManualDecision } from '#archive-schema/inspection/manual-decision.ts'
import { chinaTime, confidenceTerms, outcomeTerms } from './report-words.ts'

/** Every item of a report, by property and by clause, each clause with its words in the standard. */
export function itemSections(items: readonly ReportItem[]) {
  return properties.map((property, i) => {
    const own = items.filter((item) => item.property === property)
    return html`<h2>${'一二三四'.charAt(i)}、${property}</h2>
<table class="items">
<colgroup><col style="width:26%"><col style="width:13%"><col style="width:41%"><col style="width:20%"></colgroup>
<thead><tr><th>检测项目</th><th>检测结果</th><th>检测依据记录</th><th>条目来源与可信度</th></tr></thead>
<tbody>${byClause(own).map(([cell, group]) => [clauseRow(cell), group.map(itemRow)])}</tbody>
</table>`
  })
}

/** The items of each clause, clauses in their order; items of no known clause stand last. */
function byClause(items: readonly ReportItem[]): readonly (readonly [string | undefined, readonly ReportItem[]])[] {
  const cells = [...new Set(items.map(({ cell }) => cell))].toSorted((one, other) =>
    (one ?? '~').localeCompare(other ?? '~'),
  )
  return cells.map((cell) => [cell, items.filter((item) => item.cell === cell)] as const)
}

function clauseRow(cell: string | undefined) {
  const found = findCell(cell)
  if (found === undefined) return html`<tr class="clause"><td colspan="4"><b>条款未明</b></td></tr>`
  return html`<tr class="clause"><td colspan="4"><b>${found.cell}　${found.title}</b><p>${found.requirement}</p></td></tr>`
}

function itemRow(item: ReportItem) {
  const { rule, title, basis, outcome, blocking, whyNotBlocking, limits, clearance } = item
  return html`<tr>
<td><b>${title}</b><br><code>${rule}</code><br><span class="soft">${basis}</span></td>
<td class="outcome ${outcome}">${outcomeTerms[outcome]}<br><span class="soft">${blocking ? '必过项' : '非必过项'}</span></td>
<td><ul>${item.evidence.map(evidenceLine)}${(item.decisions ?? []).map(decisionLine)}</ul>
${outcome !== 'MANUAL_REVIEW' || clearance === undefined ? '' : html`<div class="soft">可由人判断：${clearance}</div>`}
${limits === undefined ? '' : html`<span class="soft">局限：${limits}</span>`}
${whyNotBlocking === undefined ? '' : html`<div class="soft">不作必过项：${whyNotBlocking}</div>`}</td>
<td>${confidenceOf(item)}<br><span class="soft">${item.stdRef}<br>${item.source}</span></td>
</tr>`
}

function confidenceOf({ confidence }: ReportItem) {
  const term = confidenceTerms[confidence]
  return confidence === 'none' ? html`<span class="unseen">${term}</span>` : term
}

function evidenceLine({ location, expected, found, tool, version }: ReportItem['evidence'][number]) {
  const parts = [
    location ?? [],
    expected === undefined ? [] : `应为：${expected}`,
    found === undefined ? [] : expected === undefined ? found : `实为：${found}`,
  ].flat()
  const used = [tool ?? [], version ?? []].flat().join(' ')
  return html`<li>${parts.join('；')}${used === '' ? '' : html` <span class="soft">［${used}］</span>`}</li>`
}

function decisionLine({ outcome, by, role, decidedAt, remark }: ManualDecision) {
  const person = [by, role ?? []].flat().join('，')
  return html`<li><b>人工核查：${outcomeTerms[outcome]}</b>。${remark}（${person}，${chinaTime(decidedAt)}）</li>`
}
