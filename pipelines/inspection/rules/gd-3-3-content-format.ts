import type { Check } from '../check.ts'
import { checkExaminedContent } from '../content-refusals.ts'

/** GD-3-3 内容数据格式检测: every content file is of an archival format, and of the one that its name says. */
export const contentFormat: Check = {
  rule: 'GD-3-3',
  check: (view) => checkExaminedContent(view, 'GD-3-3', '均为归档格式'),
}
