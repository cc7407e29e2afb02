import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { Check } from '../check.ts'
import { evidenceOf, gradeBreaches, withoutOfd } from '../graded-breaches.ts'

/** OFD 长期保存适宜性检测: what a person should look at in OFD files of any kind; hints are told and decide nothing. */
export const ofdReview: Check = {
  rule: 'ofd-review',
  check(view) {
    if (view.ofdFindings.size === 0) return withoutOfd
    const graded = gradeBreaches(view)
    const hints = evidenceOf(graded, 'advice').map(asHint)
    const waiting = evidenceOf(graded, 'review')
    if (waiting.length > 0) return { outcome: 'MANUAL_REVIEW', evidence: [...waiting, ...hints] }
    const found = `${view.ofdFindings.size} 个 OFD 文件，没有须由人判断的偏离`
    return { outcome: 'PASS', evidence: [{ location: '信息包', found, tool: 'guidang' }, ...hints] }
  },
}

function asHint(evidence: CheckEvidence): CheckEvidence {
  return { ...evidence, found: `提示 (advice)：${evidence.found}` }
}
