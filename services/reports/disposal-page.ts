import { html, raw } from 'hono/html'
import type { DisposalItem, Opinion } from '#archive-schema/disposal/disposal-item.ts'
import { approvalRoles, approvalTitles, type Person, personText } from '#archive-schema/disposal/disposal-people.ts'
import type { DisposalFate } from '#archive-schema/disposal/disposal-texts.ts'
import type { ReadDisposal } from '../access/read-disposal.ts'
import { factColumns, formPage } from './form-page.ts'
import { chinaTime } from './report-words.ts'

const opinionTerms = { destroy: '销毁', extend: '续存', withhold: '因未了事项抽出' } as const satisfies Record<
  Opinion,
  string
>
const periodTerms = { Y: '永久', D30: '30年', D10: '10年' } as const satisfies Record<DisposalItem['period'], string>
const storeTerms = { first: '第一存储', second: '第二存储' } as const

const style = `@page { size: A4 landscape } body { max-width: 270mm } .sheet { break-before: page } .signing td { height: 18mm; width: 33% }`

/** 《鉴定意见书》《销毁清册》, and 《销毁证明》 of a closed list, as pages to be printed, signed and kept 永久 (DA/T 94-2022 13.3, 附录E.4.5 d). */
export function disposalPage(read: ReadDisposal) {
  const { list, listed } = read
  return formPage(
    '电子档案鉴定销毁文件',
    html`<style>${raw(style)}</style>
<table class="head">${factColumns}
<tr><th>清册编号</th><td><code>${list.id}</code></td><th>档案机构经办人</th><td>${personText(list.drafter)}</td></tr>
<tr><th>编制时间</th><td>${chinaTime(listed.head.at)}</td><th>离线载体处置方案</th><td>${listed.head.mediaPlan ?? '—'}</td></tr>
</table>
${appraisalSection(read)}
${listSection(read)}
${certificateSection(read)}`,
    'DA/T 94-2022 13、附录E.4.5，DA/T 104-2024 11',
  )
}

function appraisalSection({ appraisal }: ReadDisposal) {
  return html`<h2>一、鉴定意见书</h2>
<p>鉴定人：${appraisal.head.appraisers.map(personText).join('、')}</p>
<table class="items">
<thead><tr><th>档号</th><th>题名</th><th>应保管期限</th><th>期满日</th><th>鉴定意见</th><th>理由</th></tr></thead>
<tbody>${appraisal.lines.map(
    ({ archivalCode, title, period, endsOn, opinion, reason }) =>
      html`<tr><td><code>${archivalCode}</code></td><td>${title}</td><td>${periodTerms[period]}</td><td>${endsOn}</td><td>${opinionTerms[opinion]}</td><td>${reason}</td></tr>`,
  )}</tbody>
</table>
${signing(appraisal.head.appraisers.map((person) => ['鉴定人', person]))}`
}

function listSection({ list, listed }: ReadDisposal) {
  const years = listed.lines.map(({ year }) => year).toSorted()
  const files = listed.lines.reduce((sum, line) => sum + line.files, 0)
  return html`<h2 class="sheet">二、销毁清册</h2>
<p>共 ${listed.lines.length} 件，${files} 个文件，起止年度 ${years[0] ?? '—'}—${years.at(-1) ?? '—'}。文本 SHA-256 <code>${list.sha256}</code></p>
<table class="items">
<thead><tr><th>序号</th><th>档号</th><th>文件名称（题名）</th><th>年度</th><th>数量（文件）</th><th>应保管期限</th><th>已保管期限（天）</th><th>应销毁时间</th><th>处置</th><th>销毁或抽出原因</th></tr></thead>
<tbody>${listed.lines.map(listRow)}</tbody>
</table>
${signing([
  ['档案机构经办人', list.drafter],
  ...approvalRoles.map((role) => [approvalTitles[role], list.approvals.get(role)] as const),
])}`
}

function listRow(item: DisposalItem, i: number) {
  const { archivalCode, title, year, files, period, keptDays, endsOn, opinion, reason } = item
  return html`<tr><td>${i + 1}</td><td><code>${archivalCode}</code></td><td>${title}</td><td>${year}</td><td>${files}</td>
<td>${periodTerms[period]}</td><td>${keptDays}</td><td>${endsOn}</td><td>${opinionTerms[opinion]}</td><td>${reason}</td></tr>`
}

function certificateSection({ list, certificate }: ReadDisposal) {
  if (certificate === undefined) return html`<p class="note">销毁尚未办结，没有销毁证明。</p>`
  return html`<h2 class="sheet">三、销毁证明</h2>
<p>办结 ${chinaTime(certificate.head.at)}，文本 SHA-256 <code>${list.certificateSha256 ?? ''}</code></p>
<table class="items">
<thead><tr><th>电子文件号</th><th>结果</th><th>不可恢复性验证</th></tr></thead>
<tbody>${certificate.lines.map(
    (fate) =>
      html`<tr><td><code>${fate.number}</code></td><td>${fate.fate === 'destroyed' ? '已销毁' : '未销毁'}</td><td>${fateText(fate)}</td></tr>`,
  )}</tbody>
</table>
${signing(list.watchers.map((person) => ['监销人', person]))}`
}

function fateText({ verified, reason }: DisposalFate): string {
  if (verified === undefined) return reason ?? ''
  const stores = verified.stores.map((name) => storeTerms[name]).join('、')
  return `${chinaTime(verified.at)} 在${stores}中均未再查到，删除 ${verified.erased} 个对象版本`
}

/** Who signed in the system, with room for the hand. */
function signing(people: readonly (readonly [title: string, person: Person | undefined])[]) {
  return html`<table class="signing"><tr>${people.map(
    ([title, person]) =>
      html`<td>${title}：${person === undefined ? '（未签署）' : personText(person)}<br>签名：<br>　　　　年　　月　　日</td>`,
  )}</tr></table>`
}
