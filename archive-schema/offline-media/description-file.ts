import { Buffer } from 'node:buffer'
import { chinaDay } from '#archive-schema/finished-cases/archiving-deadline.ts'
import { type Carrier, type MediaRules, mediaRules } from './media-rules.ts'
import type { Medium } from './medium.ts'
import { mediumNames } from './medium-layout.ts'

/** What 说明文件.txt tells besides the medium itself. */
export type MediumContent = {
  /** 立档单位 of the records. */
  readonly units: readonly string[]
  /** 年度 of the records. */
  readonly years: readonly string[]
  /** 格式 of the content files. */
  readonly formats: readonly string[]
  /** Whether anything on it is sealed by test keys. */
  readonly testKeys: boolean
}

type Described = Omit<Medium, 'manifests' | 'files' | 'bytes'>

/**
 * Bytes of 说明文件.txt (UTF-8): content, quantity, who made it, special cases (DA/T 94-2022 16.1 f), and how anybody checks the
 * medium without this program.
 */
export function formatDescription(medium: Described, carrier: Carrier, content: MediumContent): Uint8Array {
  const { units, years, formats, testKeys } = content
  const lines = [
    `载体标识：${medium.id}`,
    `载体类型：${carrier.name}；套别：第 ${medium.set} 套；存放地点：${medium.place}`,
    `内容：${units.join('、')} ${years.join('、')} 年度政务服务电子档案，共 ${medium.records} 件`,
    `制作：${medium.madeBy}，${chinaDay(medium.madeAt)}`,
    ...(medium.rewrites === undefined ? [] : [`由载体 ${medium.rewrites} 重写`]),
    `格式：${formats.join('、')}`,
    `特殊情况：${testKeys ? '含以测试密钥封装的档案，不具法律效力' : '无'}`,
    `抽检：${duties(carrier)}`,
    `文字编码：UTF-8`,
    `目录：${mediumNames.catalogue}，每行一件；每件在“电子文件名”所列文件夹中：package 为归档信息包，evidence 为校验信息`,
    `校验：在本载体的根目录执行 sha256sum -c --strict ${mediumNames.manifests.sha256}；单件执行`,
    `  sh ${mediumNames.others}/verify-package.sh 电子文件名 可信的信任锚文件夹`,
    '',
  ]
  return Buffer.from(lines.join('\n'))
}

function duties({ sampleYears, rewriteYears }: Carrier, { sampleShare }: MediaRules = mediaRules): string {
  const sample = `每 ${sampleYears} 年抽检不少于 ${sampleShare * 100}%`
  return rewriteYears === undefined ? sample : `${sample}，每 ${rewriteYears} 年重写`
}
