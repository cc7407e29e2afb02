import { basename } from 'node:path'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { InspectionItem, InspectionProfile } from '#archive-schema/inspection/inspection-profile.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { CheckResult } from '../check.ts'
import { notChecked, runCheck } from '../check-item.ts'
import { inspectionReport, reportItem } from '../inspect-package.ts'
import { measurePackage } from '../measure-package.ts'
import type { VirusScanner } from '../virus-scanner.ts'
import { foreignChecks } from './foreign-checks.ts'
import { foreignScans, type ScannedPackage } from './foreign-scan.ts'
import { type ForeignView, openForeignView } from './foreign-view.ts'

/** What tells how a package of another system is read and judged. */
export type ForeignManner = {
  readonly metadataProfile: Profile
  readonly profile: InspectionProfile
  readonly at: Date
  /** 杀毒软件; `undefined` where none is connected. */
  readonly scanner: VirusScanner | undefined
}

/**
 * 四性检测 of a package of which nothing is registered here: another system made it, or nobody knows it. What the package alone can
 * show is judged; everything that is compared with a registration, an approved table or evidence is `NOT_CHECKED`. `file` is its name.
 */
export async function inspectForeign(
  container: ContentReader,
  file: string,
  { metadataProfile, profile, at, scanner }: ForeignManner,
): Promise<InspectionReport> {
  const { bytes, sha256 } = await measurePackage(container, [])
  const view = await openForeignView(container, file, metadataProfile, at)
  const scanned = scanner && { container, scanner, at }
  const items = []
  for (const item of profile.items) {
    const blocking = item.blocking && (item.needs === undefined || scanner !== undefined)
    items.push(reportItem(profile, { ...item, blocking }, await checkForeign(item, view, scanned)))
  }
  return inspectionReport(profile, { number: numberOf(view, file), target: { bytes, sha256 }, at }, items)
}

function numberOf({ described }: ForeignView, file: string): string {
  const stated = 'value' in described ? described.value.case.electronicRecordCode : undefined
  return stated ?? basename(file)
}

async function checkForeign(
  item: InspectionItem,
  view: ForeignView,
  scanned: ScannedPackage | undefined,
): Promise<CheckResult> {
  if (item.whyNotApplicable !== undefined)
    return { outcome: 'NOT_APPLICABLE', evidence: [{ found: item.whyNotApplicable }] }
  if (item.needs !== undefined && scanned === undefined) return notChecked(item.needs.whyNotWithout)
  const rule = item.check ?? item.code ?? ''
  const [check, scan] = [foreignChecks[rule], foreignScans[rule]]
  if (scan !== undefined && scanned !== undefined) return runCheck(() => scan(item, scanned))
  if (check !== undefined) return runCheck(() => check(view))
  return notChecked(item.whyNotChecked ?? '本馆没有该信息包的登记，无从比对 (nothing is registered of this package)')
}
