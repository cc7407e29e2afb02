import { z } from 'zod'
import { byteCountForm, parseByteCount } from '#archive-schema/byte-count.ts'

const byteCount = z.string().transform((text, context) => {
  const bytes = parseByteCount(text)
  if (bytes !== undefined) return bytes
  context.addIssue(`expected ${byteCountForm}`)
  return z.NEVER
})

/** Variables of the capacity 容量. */
export const capacityVariables = {
  STORE_QUOTA: byteCount
    .optional()
    .describe('what the first store may hold, such as 2TB; absent: as much as its disk; an S3 server is not asked'),
  SPACE_FLOOR: byteCount
    .prefault('1GB')
    .describe('free space below which no case is taken in, on the disks of DATA_DIR and WORM folder and of the quota'),
}

export type CapacityConfig = {
  /** 配额 of the first store in bytes; absent: none is set. */
  readonly storeQuota: number | undefined
  readonly spaceFloor: number
}

/** Reads them out of what was given. */
export function capacityConfig(data: z.output<z.ZodObject<typeof capacityVariables>>): CapacityConfig {
  return { storeQuota: data.STORE_QUOTA, spaceFloor: data.SPACE_FLOOR }
}
