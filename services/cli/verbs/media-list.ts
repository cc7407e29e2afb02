import { carrierOf } from '#archive-schema/offline-media/media-rules.ts'
import { type MediaReport, mediaReport } from '../../access/offline-media/media-report.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** What offline media there are, what they ask for, and what has too few sets. */
export async function mediaList({ json }: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const report = await mediaReport(archive)
    return json === true ? printJson(report) : print(describe(report))
  })
}

function describe({ on, media, uncovered }: MediaReport): string {
  const heading = ['载体标识', '类型', '套别', '存放地点', '件', '抽检', '重写', '状态']
  const rows = media.map(({ medium, duties, isDue, keptUntil }) => [
    medium.id,
    carrierOf(medium.carrier).name,
    `${medium.set}`,
    medium.place,
    `${medium.records}`,
    duties.sampleOn,
    duties.rewriteOn ?? '',
    medium.isFaulty ? '不合格' : keptUntil === undefined ? (isDue ? '到期' : '正常') : `已重写，保留至 ${keptUntil}`,
  ])
  const missing = uncovered.first.map(({ number, retention, sets }) => [number, retention, `${sets} 套`])
  return [`截至 ${on}`, table([heading, ...rows]), `套数不足：${uncovered.total} 件`, table(missing)]
    .join('\n')
    .trimEnd()
}
