import { demandValue } from '#archive-schema/attempt.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { partReader } from '#archive-schema/content-reader.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { PackageFile } from '#storage/packages/package-reader.ts'
import { type Check, judge } from '../check.ts'
import { type InspectionView, totalBytes } from '../inspection-view.ts'
import { scannerOf } from '../scanner-of.ts'
import { describeScanner, type VirusScanner } from '../virus-scanner.ts'

/** GD-4-2 病毒感染检测: the scanner calls every file of the package clean, metadata files included. */
export const virusScan: Check = {
  rule: 'GD-4-2',
  async check(view) {
    const scanner = scannerOf(view.subject)
    const { entries } = demandValue(view.opened)
    const tool = describeScanner(await scanner.identify())
    const infected = await infectedFiles(scanner, view, entries)
    return judge(
      infected.map((fault) => ({ ...fault, tool })),
      {
        location: '信息包',
        found: `${view.subject.at.toISOString()} 扫描 ${entries.length} 个文件、${totalBytes(entries)} 字节，未发现病毒；信息包 SHA-256 ${view.measured.sha256}`,
        tool,
      },
    )
  },
}

/** A scanner that falls silent takes nothing back of what it has found. */
async function infectedFiles(scanner: VirusScanner, view: InspectionView, entries: readonly PackageFile[]) {
  const infected: CheckEvidence[] = []
  try {
    for (const entry of entries) infected.push(...(await scanFile(scanner, view, entry)))
  } catch (error) {
    if (infected.length === 0) throw error
    infected.push({ location: '信息包', found: `其余文件没有扫描结论：${messageOf(error)}` })
  }
  return infected
}

/** Scans the bytes as they lie in the package, also those of a file that is damaged. */
async function scanFile(
  scanner: VirusScanner,
  { subject, measured }: InspectionView,
  { path, dataOffset, bytes }: PackageFile,
): Promise<readonly CheckEvidence[]> {
  const scanned = await scanner.scan(partReader(subject.container, dataOffset, bytes).stream())
  if (scanned.verdict === 'clean') return []
  const digest = measured.files.get(path)?.sha256
  return [{ location: path, expected: '无病毒', found: `病毒 ${scanned.virus}（文件 SHA-256 ${digest}）` }]
}
