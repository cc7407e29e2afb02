import { valueListAspect } from '#archive-schema/inspection/element-aspects.ts'
import { checkEveryElement } from '../both-sides.ts'
import type { Check } from '../check.ts'

/** GD-1-4 设定值域的元数据项值域符合度检测: every value of an element that has a list of values is in the list. */
export const valueList: Check = {
  rule: 'GD-1-4',
  check: (view) => checkEveryElement(view, valueListAspect),
}
