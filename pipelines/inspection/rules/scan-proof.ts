import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { Check } from '../check.ts'
import { pictureName, type Scan, scansOf, withoutScans } from '../scans.ts'

/** 扫描分辨率证实检测: the pictures themselves state a resolution; of a scan where they do not, a person is asked. */
export const scanProof: Check = {
  rule: 'scan-proof',
  check(view) {
    const scans = scansOf(view)
    if (scans.length === 0) return withoutScans
    const open = scans.flatMap(unproved)
    if (open.length > 0) return { outcome: 'MANUAL_REVIEW', evidence: open }
    const found = `${scans.length} 个扫描件的每幅图像都记录了分辨率`
    return { outcome: 'PASS', evidence: [{ location: '信息包', found, tool: 'guidang' }] }
  },
}

function unproved(scan: Scan): readonly CheckEvidence[] {
  const expected = `登记的 ${scan.dpi ?? '∅'} dpi`
  if (scan.pictures.length === 0) return [{ location: scan.path, expected, found: '页面不是单幅图像，无从证实' }]
  return scan.pictures.flatMap(({ dpi }, index) =>
    dpi === undefined ? [{ location: pictureName(scan, index), expected, found: '图像未记录分辨率，未经证实' }] : [],
  )
}
