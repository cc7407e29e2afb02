import { characterAspect } from '#archive-schema/inspection/element-aspects.ts'
import { checkEveryElement } from '../both-sides.ts'
import type { Check } from '../check.ts'

/** GD-1-6 元数据项数据包含特殊字符检测: no value holds control characters or traces of lost characters (U+FFFD). */
export const specialCharacters: Check = {
  rule: 'GD-1-6',
  check: (view) => checkEveryElement(view, characterAspect),
}
