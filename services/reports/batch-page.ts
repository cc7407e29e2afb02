import { html } from 'hono/html'
import type { Outcome } from '#archive-schema/finding.ts'
import { type BatchReport, openItems } from '#archive-schema/inspection/batch-report.ts'
import type { ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import { stageTerms } from '#archive-schema/inspection/inspection-stage.ts'
import type { FormSummary } from '#archive-schema/registration-form/form-summary.ts'
import { factColumns, formPage, outcomeTable, signatures } from './form-page.ts'
import type { Inspected } from './report-page.ts'
import { chinaTime, outcomeTerms } from './report-words.ts'

const outcomes = Object.keys(outcomeTerms) as Outcome[]

/** 四性检测批次报告 as a page that can be printed: the sums, item by item, and of every record what is not passed. */
export function batchPage(batch: BatchReport, inspected: readonly Inspected[]) {
  const { stage, profile, tool } = batch
  return formPage(
    '电子档案四性检测批次报告',
    html`<table class="head">${factColumns}
<tr><th>检测环节</th><td>${stageTerms[stage]}（${stage.toUpperCase()}）</td><th>检测时间</th><td>${chinaTime(batch.inspectedAt)}</td></tr>
<tr><th>检测方案</th><td>${profile.id}，版本 ${profile.version}</td><th>检测工具</th><td>${tool.name} ${tool.version}</td></tr>
<tr><th>件数</th><td>${batch.count}</td><th>总字节数</th><td>${batch.bytes}</td></tr>
${batch.forms.map(formRow)}
</table>
<h2>一、各结论件数</h2>
${outcomeTable(batch.conclusions)}
<h2>二、各检测项汇总（件数）</h2>
${ruleTable(batch)}
<h2>三、逐件结论与未合格项</h2>
${recordTable(inspected)}
${signatures}
<p class="note">结论取必过项中最差的结果。★ 为必过项。“未检测”与“不适用”均附理由，见逐件报告。</p>`,
  )
}

/** What 表A.1 registers of a batch, and what its own check came to. */
function formRow({ number, version, registered, counts }: FormSummary) {
  const judged = counts?.map(({ rule, outcome }) => `${rule} ${outcomeTerms[outcome]}`).join('，') ?? '尚未按批次比对'
  const told = version === undefined ? '没有登记表' : `第 ${version} 版，登记 ${registered}；${judged}`
  return html`<tr><th>归档登记表</th><td colspan="3"><code>${number}</code>　${told}</td></tr>`
}

function ruleTable({ rules }: BatchReport) {
  return html`<table class="items">
<colgroup><col style="width:45%"><col span="5" style="width:11%"></colgroup>
<thead><tr><th>检测项</th>${outcomes.map((outcome) => html`<th class="count">${outcomeTerms[outcome]}</th>`)}</tr></thead>
<tbody>${rules.map(
    ({ rule, title, blocking, counts }) =>
      html`<tr><td>${blocking ? '★ ' : ''}${title} <code>${rule}</code></td>${outcomes.map((outcome) => countCell(outcome, counts[outcome]))}</tr>`,
  )}</tbody>
</table>`
}

function countCell(outcome: Outcome, count: number) {
  return html`<td class="count ${count === 0 ? 'soft' : outcome}">${count === 0 ? '—' : count}</td>`
}

function recordTable(inspected: readonly Inspected[]) {
  return html`<table class="items">
<colgroup><col style="width:38%"><col style="width:14%"><col style="width:48%"></colgroup>
<thead><tr><th>电子档案</th><th>检测结论</th><th>未合格项（不含不适用）</th></tr></thead>
<tbody>${inspected.map(
    ({ report, record }) =>
      html`<tr><td>${record.title}<br><code>${report.number}</code><br><code>${record.archivalCode}</code></td>
<td class="outcome ${report.outcome}">${outcomeTerms[report.outcome]}</td><td><ul>${openItems(report).map(openLine)}</ul></td></tr>`,
  )}</tbody>
</table>`
}

function openLine({ title, outcome, blocking }: ReportItem) {
  return html`<li class="${outcome}">${blocking ? '★ ' : ''}${title}：${outcomeTerms[outcome]}</li>`
}
