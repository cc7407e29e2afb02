import { lengthAspect } from '#archive-schema/inspection/element-aspects.ts'
import { checkEveryElement } from '../both-sides.ts'
import type { Check } from '../check.ts'

/** GD-1-2 元数据项数据长度检测: every value has a length that the metadata profile allows, in characters. */
export const elementLength: Check = {
  rule: 'GD-1-2',
  check: (view) => checkEveryElement(view, lengthAspect),
}
