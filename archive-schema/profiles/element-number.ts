import { z } from 'zod'

/**
 * 元素编号 (number of a metadata element) with the standard that gives it, e.g. `DA/T 46-2009 M84`. A bare number is refused: M84 is
 * 行为依据 in DA/T 46-2009 and 机构人员名称 in DA/T 94-2022.
 */
export const elementNumber = z
  .string()
  .regex(
    /^(?:DA|GB)\/T [1-9]\d*(?:\.\d+)?-(?:19|20)\d{2} M[1-9]\d*$/,
    'standard, year and number, e.g. DA/T 46-2009 M84',
  )

/** The standard of an element number, e.g. `DA/T 46-2009`. */
export function standardOf(number: string): string {
  return number.slice(0, number.lastIndexOf(' '))
}

/** The number within its standard, e.g. `M84`. */
export function withoutStandard(number: string): string {
  return number.slice(number.lastIndexOf(' ') + 1)
}
