import { scanQuality } from '#archive-schema/formats/scan-quality.ts'
import type { Check } from '../check.ts'
import { scansOf, withoutScans } from '../scans.ts'

/** 扫描存储格式检测 (DA/T 31-2017): scans are TIFF, JPEG or JPEG 2000; others are a question to a person. */
export const scanFormat: Check = {
  rule: 'scan-format',
  check(view) {
    const scans = scansOf(view)
    if (scans.length === 0) return withoutScans
    const { accepted } = scanQuality.formats
    const others = scans.filter(({ format }) => !accepted.includes(format))
    const expected = accepted.join('、')
    if (others.length > 0) {
      const evidence = others.map(({ path, format }) => ({ location: path, expected, found: format }))
      return { outcome: 'MANUAL_REVIEW', evidence }
    }
    const found = `${scans.length} 个扫描件的格式在 ${expected} 之中`
    return { outcome: 'PASS', evidence: [{ location: '信息包', found, tool: 'guidang' }] }
  },
}
