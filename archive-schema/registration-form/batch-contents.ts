import { z } from 'zod'
import { Sha256Hex } from '#archive-schema/evidence/sha256-hex.ts'

const archivedRecord = z
  .strictObject({
    /** 电子文件号. */
    number: z.string(),
    /** 档号. */
    archivalCode: z.string(),
    /** Sum of the bytes of its content files. */
    bytes: z.int(),
    packageSha256: Sha256Hex,
    /** SHA-256 of the inspection report on which the results rest: of its JSON without blanks, keys in the order of its schema. */
    reportSha256: Sha256Hex,
  })
  .readonly()

/** 批次内容 (what was handed in under a batch, or in a year): archived, not finished, refused and not handed in again. */
export const BatchContents = z
  .strictObject({
    records: z.array(archivedRecord).readonly(),
    unfinished: z
      .array(
        z.strictObject({ folder: z.string(), state: z.enum(['processing', 'review']), stage: z.string() }).readonly(),
      )
      .readonly(),
    refused: z
      .array(
        z.strictObject({ folder: z.string(), serialNumber: z.string().exactOptional(), code: z.string() }).readonly(),
      )
      .readonly(),
  })
  .readonly()

export type BatchContents = z.output<typeof BatchContents>
export type ArchivedRecord = BatchContents['records'][number]

/** What an unfinished case is called. */
export const unfinishedTerms = { processing: '处理中', review: '待人工处理' } as const

/** 实际数量: how much of a batch was archived. */
export function measureContents({ records }: BatchContents): { readonly records: number; readonly bytes: number } {
  return { records: records.length, bytes: records.reduce((sum, { bytes }) => sum + bytes, 0) }
}

/** Whether two batches hold the same: packages, reports, and what is unfinished or refused. */
export function isSameContents(one: BatchContents, other: BatchContents): boolean {
  return JSON.stringify(BatchContents.parse(one)) === JSON.stringify(BatchContents.parse(other))
}
