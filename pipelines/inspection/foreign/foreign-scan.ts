import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { InspectionItem } from '#archive-schema/inspection/inspection-profile.ts'
import type { CheckResult } from '../check.ts'
import { judge } from '../check.ts'
import { checkScanner } from '../rules/gd-4-1-antivirus-present.ts'
import { describeScanner, type VirusScanner } from '../virus-scanner.ts'

/** A package before it is opened, and what looks for viruses in it. */
export type ScannedPackage = { readonly container: ContentReader; readonly scanner: VirusScanner; readonly at: Date }

/** The items about viruses: they look at the container as a whole, which the scanner opens by itself. */
export const foreignScans: Readonly<
  Record<string, (item: InspectionItem, scanned: ScannedPackage) => Promise<CheckResult>>
> = {
  'GD-4-1': (item, { scanner, at }) => checkScanner(scanner, at, item),
  'GD-4-2': (_, scanned) => scanContainer(scanned),
}

async function scanContainer({ container, scanner, at }: ScannedPackage): Promise<CheckResult> {
  const tool = describeScanner(await scanner.identify())
  const scanned = await scanner.scan(container.stream())
  const infected = scanned.verdict === 'infected' ? [{ expected: '无病毒', found: `病毒 ${scanned.virus}` }] : []
  const found = `${at.toISOString()} 扫描整个压缩包 ${container.bytes} 字节，未发现病毒`
  return judge(
    infected.map((fault) => ({ location: '信息包', ...fault, tool })),
    { location: '信息包', found, tool },
  )
}
