import { html } from 'hono/html'
import type { RegistrationDocument, ShownResult } from '#archive-schema/registration-form/registration-document.ts'
import type { RegistrationProfile } from '#archive-schema/registration-form/registration-profile.ts'
import { chinaTime, outcomeTerms } from './report-words.ts'

/** The rows 检验项目 and 检验结果 of the form. */
export function resultRows({ fields }: RegistrationProfile, { check }: RegistrationDocument) {
  const rows = fields
    .filter(({ filledBy }) => filledBy === 'results')
    .map(({ key, title }) => {
      const result = check?.results.find(({ field }) => field === key)
      return html`<tr><th colspan="2" class="item">${title}</th>${result === undefined ? html`<td colspan="2"></td>` : resultCell(result)}</tr>`
    })
  return html`<tr class="heading"><th colspan="2">检验项目</th><th colspan="2">检验结果</th></tr>${rows}`
}

function resultCell(result: ShownResult) {
  return html`<td colspan="2"><span class="${result.outcome}"><b>${outcomeTerms[result.outcome]}</b></span> <span class="soft">${reasonOf(result)}</span></td>`
}

function reasonOf({ why, answer, question, passed, items = [] }: ShownResult): string {
  if (answer !== undefined)
    return `${answer.remark}（${[answer.by, answer.role ?? []].flat().join('，')}，${chinaTime(answer.at)}）`
  if (question !== undefined) return question
  if (why !== undefined) return why
  const open = items.length === 0 ? '' : `；其余 ${items.length} 项见附页`
  return `合格 ${passed ?? 0} 项${open}`
}
