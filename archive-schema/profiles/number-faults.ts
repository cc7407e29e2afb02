import type { Fault } from '#archive-schema/fault.ts'
import { partNames } from '#archive-schema/package/code-template.ts'
import type { CodeTemplate } from './code-template-rule.ts'
import type { Profile } from './profile.ts'
import { doubleFaults, profileFault } from './profile-fault.ts'

/** What is wrong with the templates of numbers: each with its parts, and all of them together. */
export function numberFaults({ electronicRecordCode, archivalCodes, categoryCode }: Profile): Fault[] {
  const misfits = [electronicRecordCode, ...archivalCodes].filter((template) => !isWhole(template))
  const ids = archivalCodes.map(({ id }) => id)
  const isOneGiven = archivalCodes.every(({ use }, i) => use === (i === 0 ? 'given' : 'read'))
  const category = new RegExp(`^(?:${archivalCodes[0]?.parts['category'] ?? '(?!)'})$`, 'u')
  return [
    ...misfits.map(({ template }) => profileFault('template', `${template} and its parts do not agree`)),
    ...(plainText.test(literalsOf(electronicRecordCode))
      ? []
      : [profileFault('electronicRecordCode', `${electronicRecordCode.template} is no plain text`)]),
    ...doubleFaults('archivalCodes', ids),
    ...(isOneGiven ? [] : [profileFault('archivalCodes', 'the first template is given, all others are read')]),
    ...(category.test(categoryCode) ? [] : [profileFault('categoryCode', `${categoryCode} does not fit its template`)]),
  ]
}

/** What a 电子文件号 may hold between its parts: it names folders and objects, and is the id of the signed statement. */
const plainText = /^[0-9A-Za-z.-]*$/

function literalsOf({ template }: CodeTemplate): string {
  return template.replaceAll(/\{[^}]*\}/g, '')
}

/** Each part has a form, and what counts is a part beside those within which it counts. */
function isWhole(template: CodeTemplate): boolean {
  const { parts, pad, counter, resetBy } = template
  const names = partNames(template)
  const named = [counter, ...resetBy, ...Object.keys(pad)]
  const isFormed = names.toSorted().join() === Object.keys(parts).toSorted().join()
  return isFormed && !resetBy.includes(counter) && named.every((name) => names.includes(name))
}
