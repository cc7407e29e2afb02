import type { HandoverCounts, HoldingCounts, StatisticDimension } from '#storage/catalogue/statistics.ts'
import { type Statistics, statistics } from '../../access/statistics.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type StatisticsOptions = { readonly by?: readonly StatisticDimension[]; readonly json?: boolean }

/** What the archive holds and what has become of the hand-overs, in numbers. */
export async function showStatistics({ by, json }: StatisticsOptions): Promise<void> {
  await withArchive(async (archive) => {
    const counted = await statistics(archive, by)
    return json === true ? printJson(counted) : print(describe(counted))
  })
}

const dimensionTerms = {
  unit: '立档单位',
  item: '事项',
  year: '年度',
  retention: '保管期限',
  format: '格式',
  result: '办理结果',
} as const satisfies Record<StatisticDimension, string>

const handoverTerms = {
  received: '收到 received',
  processing: '办理中 processing',
  archived: '已归档 archived',
  review: '待人工 review',
  refused: '拒收 refused',
} as const satisfies Record<keyof HandoverCounts, string>

const columns = ['件', '材料', '文件', '页', '无页数', '字节']

function describe({ handovers, total, groups }: Statistics): string {
  const states = Object.entries(handoverTerms).map(([state, term]) => [
    term,
    `${handovers[state as keyof HandoverCounts]}`,
  ])
  const all = [
    ['合计', '', ...columns],
    ['', '', ...cells(total)],
  ]
  const tables = groups.map(({ by, rows }) => [
    [dimensionTerms[by], '', ...columns],
    ...rows.map(({ key, name, ...counts }) => [key, name === key ? '' : name, ...cells(counts)]),
  ])
  return [states, all, ...tables].map(table).join('\n\n')
}

function cells(counts: HoldingCounts): string[] {
  const { records, materials, documents, pages, documentsWithoutPages, bytes } = counts
  return [records, materials, documents, pages, documentsWithoutPages, bytes].map(String)
}
