import { demandValue } from '#archive-schema/attempt.ts'
import { type Check, judge } from '../check.ts'
import { differences } from '../differences.ts'
import { documentPath, type InspectionView } from '../inspection-view.ts'

/**
 * GD-2-7 内容数据完整性检测: for every material that 清点 counted, as many content files are really in the package, and for no
 * other. Whether they can be opened is a matter of GD-3-4.
 */
export const contentComplete: Check = {
  rule: 'GD-2-7',
  check(view) {
    const registered = view.subject.stock.materials
      .filter(({ files }) => files > 0)
      .map(({ class: folder, code, name, files }) => [materialPlace(folder, code, name), files] as const)
    const faults = differences(sums(registered), sums(presentFiles(view)))
    return judge(faults, { location: '信息包', found: `${registered.length} 份材料的内容文件齐全` })
  },
}

function presentFiles(view: InspectionView): readonly (readonly [string, number])[] {
  const { documents } = demandValue(view.packaged.metadata)
  return documents
    .filter((document) => view.measured.files.has(documentPath(view, document)))
    .map(({ folder, typeCode = '', standardName = '' }) => [materialPlace(folder, typeCode, standardName), 1] as const)
}

function materialPlace(folder: string, code: string, name: string): string {
  return `${folder} ${code} ${name}`
}

function sums(counts: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const sum = new Map<string, number>()
  for (const [key, count] of counts) sum.set(key, (sum.get(key) ?? 0) + count)
  return sum
}
