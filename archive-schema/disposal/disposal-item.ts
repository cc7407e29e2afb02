import { z } from 'zod'
import { Sha256Hex } from '#archive-schema/evidence/sha256-hex.ts'
import { retentionPeriods } from '../retention.ts'

/** 鉴定意见: 续存, 销毁, or taken out because of 未了事项 (a hold). */
export const opinions = ['extend', 'destroy', 'withhold'] as const
export type Opinion = (typeof opinions)[number]

const day = z.iso.date()

/**
 * One record in a 鉴定意见书 or 销毁清册 (DA/T 94-2022 13.3 a, E.4.5 d), and what of its metadata stays when it is destroyed
 * (13.3 c). Days are those of China.
 */
export const DisposalItem = z.strictObject({
  opinion: z.enum(opinions),
  reason: z.string().min(1),
  number: z.string().min(1).describe('电子文件号 (record number)'),
  archivalCode: z.string().min(1).describe('档号 (archival code)'),
  title: z.string().min(1).describe('题名 (title)'),
  fondsCode: z.string(),
  year: z.string(),
  itemCode: z.string(),
  itemName: z.string(),
  finishedOn: day.describe('办结日期'),
  period: z.enum(retentionPeriods).describe('应保管期限'),
  startsOn: day.describe('保管期限起算日'),
  endsOn: day.describe('应销毁时间: first day after the term'),
  keptDays: z.int().nonnegative().describe('已保管期限'),
  files: z.int().positive().describe('数量: 件内文件数'),
  bytes: z.int().positive(),
  packageSha256: Sha256Hex,
  evidenceSha256: Sha256Hex,
  folder: z
    .string()
    .regex(/^.+\/$/)
    .describe('where its objects lie in every store'),
  caseId: z.uuid(),
})
export type DisposalItem = z.output<typeof DisposalItem>

/** `<全宗号>/<年度>/<电子文件号>/`: the folder of one record and of nothing else, for all that lies in it is deleted. */
export function ownFolder({ fondsCode, year, number }: Pick<DisposalItem, 'fondsCode' | 'year' | 'number'>): string {
  return `${fondsCode}/${year}/${number}/`
}
