import type { Check } from '../check.ts'
import { checkExaminedContent, refusalFault } from '../content-refusals.ts'

/**
 * GD-3-8 信息包中内容数据格式合规性检测: the package is a plain ZIP (stored, not encrypted) that can be opened, and no content
 * file is encrypted, a program, active, or larger than it says.
 */
export const formatCompliance: Check = {
  rule: 'GD-3-8',
  check(view) {
    const { opened } = view
    if ('refusal' in opened) return { outcome: 'FAIL', evidence: [refusalFault('信息包', opened.refusal)] }
    return checkExaminedContent(view, 'GD-3-8', '信息包未加密、未使用非公开压缩，无活动内容')
  },
}
