import { formAspect } from '#archive-schema/inspection/element-aspects.ts'
import { checkEveryElement } from '../both-sides.ts'
import type { Check } from '../check.ts'

/** GD-1-3 元数据项数据类型、格式检测: every value has the type, the date or time form and the pattern of its element. */
export const elementForm: Check = {
  rule: 'GD-1-3',
  check: (view) => checkEveryElement(view, formAspect),
}
