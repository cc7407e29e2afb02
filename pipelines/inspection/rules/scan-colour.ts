import { demandsColour, scanQuality } from '#archive-schema/formats/scan-quality.ts'
import type { Check, CheckResult } from '../check.ts'
import { type Scan, scansOf, withoutScans } from '../scans.ts'

const colour = '彩色'

/**
 * 扫描色彩模式检测 (DA/T 31-2017): scans of documents that bear red heads or seals are in colour. Which documents do is inferred
 * from class and name, so that a grey one is a question to a person.
 */
export const scanColour: Check = {
  rule: 'scan-colour',
  check(view) {
    const scans = scansOf(view).filter(({ folder, name }) => demandsColour(scanQuality, folder, name))
    if (scans.length === 0) return withoutScans
    const grey = scans.filter((scan) => modesOf(scan).some((mode) => mode !== colour))
    return grey.length > 0 ? review(grey) : pass(scans)
  },
}

function modesOf({ colour: registered, pictures }: Scan): readonly string[] {
  const stated = pictures.flatMap((picture) => picture.colour ?? [])
  return [registered ?? '∅', ...stated]
}

function review(scans: readonly Scan[]): CheckResult {
  const evidence = scans.map((scan) => ({
    location: scan.path,
    expected: `${colour}（有红头、印章、照片或彩色标注时）`,
    found: [...new Set(modesOf(scan))].join('、'),
  }))
  return { outcome: 'MANUAL_REVIEW', evidence }
}

function pass(scans: readonly Scan[]): CheckResult {
  const found = `${scans.length} 个推定有红头或印章的扫描件均为彩色`
  return { outcome: 'PASS', evidence: [{ location: '信息包', found, tool: 'guidang' }] }
}
