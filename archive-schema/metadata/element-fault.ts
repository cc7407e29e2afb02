import type { Fault } from '#archive-schema/fault.ts'

/** What is wrong with one metadata element. */
export type ElementFault = {
  /** Path by meaning, e.g. `documents[2].digests[1].value`. */
  readonly element: string
  /** Name of the element in the profile, e.g. `文件数字摘要值`. */
  readonly title: string
  readonly expected: string
  /** The value; `∅` where there is none. */
  readonly found: string
}

/** How a missing value is shown. */
export const nothing = '∅'

/** The refusal of a description with such an element. */
export function elementFaultOf({ element, title, expected, found }: ElementFault): Fault {
  return { code: 'DESCRIPTION_ELEMENT', field: `${title} (${element})`, expected, found }
}
