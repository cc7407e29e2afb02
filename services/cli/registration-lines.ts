import { entryFields } from '#archive-schema/registration-form/form-entry.ts'
import type { RegistrationCheck } from '#archive-schema/registration-form/registration-act.ts'
import type { RegistrationDocument, ShownResult } from '#archive-schema/registration-form/registration-document.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { rowText } from '#archive-schema/registration-form/row-text.ts'
import { print, printJson, table } from './output.ts'

/** How far a form has come. */
export const stateTerms = {
  registered: '已登记',
  checked: '已检测',
  signing: '待档案部门签章',
  closed: '已签章',
} as const satisfies Record<RegistrationDocument['state'], string>

/** Tells a form: as one line of JSON, or as people read it. */
export function tellForm(form: RegistrationDocument, json: boolean): Promise<void> {
  return json ? printJson(form) : print(formLines(form).join('\n'))
}

function formLines(form: RegistrationDocument): readonly string[] {
  const { number, version, state, registered, check, signatures } = form
  const rows = entryFields(registrationForm).flatMap((field) => {
    const text = rowText(field, form)
    return text === undefined ? [] : [[field.title, text]]
  })
  return [
    `${number}  第 ${version} 版  ${stateTerms[state]}  登记：${registered.by} ${registered.at}`,
    table(rows),
    ...(check === undefined ? [] : checkLines(check)),
    ...signatures.map(
      ({ side, by, at }) => `${registrationForm.sides.find((one) => one.side === side)?.title}  ${by}  ${at}`,
    ),
  ]
}

/** A check as people read it: the counts, the rows of results, and the cases that are not archived. */
export function checkLines({ counts, results }: Pick<RegistrationCheck, 'counts' | 'results'>): readonly string[] {
  const evidence = counts.flatMap(({ rule, evidence }) =>
    evidence.map(({ location = '', expected, found = '' }) => {
      return `${rule}  ${location}  ${expected === undefined ? '' : `登记 ${expected}  实有 `}${found}`
    }),
  )
  const outcomes = [
    ...counts.map(({ rule, outcome, title }) => [rule, outcome, title]),
    ...results.map((result) => [labelOf(result.field), result.outcome, reasonOf(result)]),
  ]
  return [table(outcomes), ...evidence]
}

function labelOf(key: string): string {
  return registrationForm.fields.find((field) => field.key === key)?.label ?? key
}

function reasonOf({ answer, why, question, items = [] }: ShownResult): string {
  if (answer !== undefined) return `${answer.by}：${answer.remark}`
  return why ?? question ?? items.map(({ rule }) => rule).join(' ')
}
