import { html, raw } from 'hono/html'
import type { RegistrationDocument } from '#archive-schema/registration-form/registration-document.ts'
import type { RegistrationField, RegistrationProfile } from '#archive-schema/registration-form/registration-profile.ts'
import { rowText } from '#archive-schema/registration-form/row-text.ts'
import { formPage } from './form-page.ts'
import { contentsSection } from './registration-contents.ts'
import { resultRows } from './registration-results.ts'
import { registrationStyle } from './registration-style.ts'
import { chinaTime } from './report-words.ts'

/** 电子签名 of a closed form: over what, by whom. */
export type FormSeal = { readonly sha256: string; readonly signer: string; readonly isTest: boolean }

/** 《电子文件归档登记表》 as a page that can be printed: the official form, then what its results rest on. */
export function registrationPage(profile: RegistrationProfile, document: RegistrationDocument, seal?: FormSeal) {
  const { number, version, registered } = document
  return formPage(
    profile.title,
    html`<style>${raw(registrationStyle)}</style>
<p class="number">编号：<code>${number}</code>　第 ${version} 版${previousOf(document)}</p>
<table class="registration">
<colgroup><col style="width:26%"><col style="width:24%"><col style="width:26%"><col style="width:24%"></colgroup>
${entryRows(profile, document)}
${resultRows(profile, document)}
${signatureRow(profile, document)}
</table>
${remarks(profile, document)}
<p class="note">登记人：${registered.by}，${chinaTime(registered.at)}${registered.reason === undefined ? '' : html`；更正理由：${registered.reason}`}。
${checkNote(document)}表中“未检测”的，不作合格；各栏所据检测项见附页。${sealNote(seal)}</p>
${contentsSection(profile, document)}`,
    profile.standard,
  )
}

/** The rows that the unit has filled in; quantities stand in one row, in the place of the first. */
function entryRows({ fields }: RegistrationProfile, document: RegistrationDocument) {
  const entered = fields.filter(({ filledBy }) => filledBy === 'entry')
  const quantities = entered.filter(({ type }) => type === 'number')
  return entered.map((field) => {
    if (field.type !== 'number') return entryRow(field, document)
    return field === quantities[0] ? quantityRow(quantities, document) : ''
  })
}

function entryRow(field: RegistrationField, document: RegistrationDocument) {
  const text = rowText(field, document)
  const written = field.type === 'date' ? longDate(text) : (text ?? '')
  const shown = field.values === undefined ? written : field.values.map((value) => box(value, value === text))
  return html`<tr><th>${field.title}</th><td colspan="3">${shown}</td></tr>`
}

/** □ or ☑ before what can be chosen. */
function box(label: string, isTicked: boolean) {
  return html`<span class="box">${isTicked ? '☑' : '□'}${label}</span> `
}

/** Rows of quantities have the first part of their title in common. */
function quantityRow(fields: readonly RegistrationField[], document: RegistrationDocument) {
  const heading = fields[0]?.title.split('·')[0] ?? ''
  const quantities = fields.map((field) => {
    return html`<span class="quantity"><b>${rowText(field, document) ?? ''}</b>${field.label}</span> `
  })
  return html`<tr><th>${heading}</th><td colspan="3">${quantities}</td></tr>`
}

function signatureRow({ sides, fields }: RegistrationProfile, document: RegistrationDocument) {
  const cells = sides.map(({ side }) => {
    const own = fields.filter((field) => field.side === side)
    const [name, date] = [own.find(({ type }) => type === 'signature'), own.find(({ type }) => type === 'date')]
    if (name === undefined || date === undefined) throw new Error(`the form has no signature of ${side}`)
    return html`<td colspan="2"><div>${name.title}：</div><div class="signed">${rowText(name, document) ?? ''}</div>
<div class="day">${longDate(rowText(date, document))}</div></td>`
  })
  return html`<tr class="signing">${cells}</tr>`
}

function longDate(day: string | undefined): string {
  const [year = '　　　', month = '　', date = '　'] = day?.split('-') ?? []
  return `${year} 年 ${month} 月 ${date} 日`
}

function remarks({ remarks: fields }: RegistrationProfile, document: RegistrationDocument) {
  const filled = fields.filter((field) => rowText(field, document) !== undefined)
  if (filled.length === 0) return ''
  const lines = filled.map(({ title, ...field }) => {
    return html`<li>${title}：${rowText({ title, ...field }, document) ?? ''}</li>`
  })
  return html`<h2>附注（登记部门说明，非表内栏目）</h2><ul>${lines}</ul>`
}

function previousOf({ previous }: RegistrationDocument) {
  return previous === undefined ? '' : html`（更正第 ${previous.version} 版）`
}

function sealNote(seal: FormSeal | undefined) {
  if (seal === undefined) return ''
  const { sha256, signer, isTest } = seal
  return html`<br>本表 JSON（SHA-256 <code>${sha256}</code>）由 ${signer} 电子签名${isTest ? '（测试密钥，不具法律效力）' : ''}。`
}

function checkNote({ check }: RegistrationDocument) {
  if (check === undefined) return '尚未检测。'
  return `检测时间：${chinaTime(check.at)}，检测工具：${check.tool.name} ${check.tool.version}。`
}
