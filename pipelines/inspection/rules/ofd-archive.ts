import { demandValue } from '#archive-schema/attempt.ts'
import { type Check, judge } from '../check.ts'
import { evidenceOf, gradeBreaches, withoutOfd } from '../graded-breaches.ts'

/** OFD-A 符合性检测 (GB/T 42133-2022): a file that says of itself that it is OFD-A breaks none of its rules. */
export const ofdArchiveRules: Check = {
  rule: 'ofd-archive',
  check(view) {
    const claiming = [...view.ofdFindings.values()].filter((read) => demandValue(read).claimsArchive)
    const faults = evidenceOf(gradeBreaches(view), 'fault')
    if (claiming.length === 0 && faults.length === 0) return withoutOfd
    return judge(faults, { location: '信息包', found: `${claiming.length} 个 OFD-A 文件，规则均符合`, tool: 'guidang' })
  },
}
