import type { InspectionItem } from '#archive-schema/inspection/inspection-profile.ts'
import type { Check, CheckResult } from '../check.ts'
import { scannerOf } from '../scanner-of.ts'
import { describeScanner, type VirusScanner } from '../virus-scanner.ts'

const dayMs = 86_400_000

/**
 * GD-4-1 系统环境中是否安装杀毒软件检测: a scanner answers, and its 病毒库 is not older than the profile allows. What is
 * older, or dated more than a day ahead, is for a person to judge: no clause fixes an age, and a network of its own is
 * renewed by hand. Without a date nothing was checked. Neither is the fault of the record, which waits.
 */
export const antivirusPresent: Check = {
  rule: 'GD-4-1',
  check: ({ subject }, item) => checkScanner(scannerOf(subject), subject.at, item),
}

/** What the scanner and its 病毒库 are worth at a time. Throws as `identify`. */
export async function checkScanner(
  scanner: VirusScanner,
  at: Date,
  { databaseMaxAgeDays }: InspectionItem,
): Promise<CheckResult> {
  if (databaseMaxAgeDays === undefined) throw new Error('the profile gives no age for the signature database')
  const identity = await scanner.identify()
  const { database } = identity
  const seen = { location: '系统环境', expected: `病毒库不超过 ${databaseMaxAgeDays} 天`, tool: identity.engine }
  const found = describeScanner(identity)
  if (database === undefined) return { outcome: 'NOT_CHECKED', evidence: [{ ...seen, found }], retriable: true }
  const days = (at.getTime() - database.date.getTime()) / dayMs
  const isFresh = days > -1 && days <= databaseMaxAgeDays
  const evidence = [{ ...seen, found: `${found}，距检测 ${days.toFixed(1)} 天` }]
  return isFresh ? { outcome: 'PASS', evidence } : { outcome: 'MANUAL_REVIEW', evidence, retriable: true }
}
