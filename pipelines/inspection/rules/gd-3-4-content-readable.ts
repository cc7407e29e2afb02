import type { Check } from '../check.ts'
import { checkExaminedContent } from '../content-refusals.ts'

/** GD-3-4 内容数据可读性检测: every content file is whole, so that it can be opened. */
export const contentReadable: Check = {
  rule: 'GD-3-4',
  check: (view) => checkExaminedContent(view, 'GD-3-4', '结构均完整'),
}
