import { html } from 'hono/html'
import type { Outcome } from '#archive-schema/finding.ts'
import { type BatchContents, unfinishedTerms } from '#archive-schema/registration-form/batch-contents.ts'
import type { RegistrationDocument } from '#archive-schema/registration-form/registration-document.ts'
import type { RegistrationProfile } from '#archive-schema/registration-form/registration-profile.ts'
import type { TalliedItem } from '#archive-schema/registration-form/tallied-item.ts'
import { outcomeTerms } from './report-words.ts'

type Check = NonNullable<RegistrationDocument['check']>

/** 附页: what the results rest on: the comparison, the items that did not pass, and what the batch holds. */
export function contentsSection(profile: RegistrationProfile, { check }: RegistrationDocument) {
  if (check === undefined) return ''
  return html`<section class="appendix"><h2>附一　数据总量检测</h2>${countTable(check)}
<h2>附二　未合格检测项</h2>${itemTable(profile, check)}
<h2>附三　归档电子文件</h2>${recordTable(check.contents)}${otherCases(check.contents)}</section>`
}

function countTable({ counts }: Check) {
  return html`<table class="items"><colgroup><col style="width:46%"><col span="3" style="width:18%"></colgroup><thead><tr><th>检测项</th><th>登记</th><th>实有</th><th>结果</th></tr></thead>
<tbody>${counts.map(
    ({ rule, title, outcome, evidence: [compared] }) =>
      html`<tr><td>${title} <code>${rule}</code></td><td>${compared?.expected ?? '—'}</td><td>${compared?.found ?? '—'}</td><td class="outcome ${outcome}">${outcomeTerms[outcome]}</td></tr>`,
  )}</tbody></table>`
}

function itemTable({ fields }: RegistrationProfile, { results }: Check) {
  const open = results.flatMap(({ field, items = [] }) => items.map((item) => ({ field, item })))
  if (open.length === 0) return html`<p>无。</p>`
  return html`<table class="items"><colgroup><col style="width:11%"><col style="width:31%"><col style="width:15%"><col style="width:43%"></colgroup>
<thead><tr><th>栏目</th><th>检测项</th><th>件数</th><th>电子文件号（举例）</th></tr></thead>
<tbody>${open.map(
    ({ field, item }) =>
      html`<tr><td>${fields.find(({ key }) => key === field)?.label ?? field}</td><td>${item.title} <code>${item.rule}</code></td><td>${countsOf(item)}</td><td>${item.examples.map((number) => html`<code>${number}</code><br>`)}</td></tr>`,
  )}</tbody></table>`
}

function countsOf({ counts }: TalliedItem) {
  const outcomes = (Object.keys(outcomeTerms) as Outcome[]).filter((outcome) => counts[outcome] > 0)
  return outcomes.map(
    (outcome) => html`<span class="${outcome}">${outcomeTerms[outcome]} ${counts[outcome]}</span><br>`,
  )
}

function recordTable({ records }: BatchContents) {
  if (records.length === 0) return html`<p>无。</p>`
  return html`<table class="items"><colgroup><col style="width:39%"><col style="width:11%"><col style="width:50%"></colgroup>
<thead><tr><th>电子文件号、档号</th><th>字节</th><th>信息包、检测报告 SHA-256</th></tr></thead>
<tbody>${records.map(
    ({ number, archivalCode, bytes, packageSha256, reportSha256 }) =>
      html`<tr><td><code>${number}</code><br><code>${archivalCode}</code></td><td>${bytes}</td><td><code class="digest">${packageSha256}<br>${reportSha256}</code></td></tr>`,
  )}</tbody></table>`
}

function otherCases({ unfinished, refused }: BatchContents) {
  const lines = [
    ...unfinished.map(({ folder, state, stage }) => `${folder}：${unfinishedTerms[state]}（${stage}）`),
    ...refused.map(
      ({ folder, serialNumber, code }) => `${[folder, serialNumber ?? []].flat().join('，')}：拒收 ${code}`,
    ),
  ]
  return lines.length === 0
    ? ''
    : html`<h2>附四　未归档的办件</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}
