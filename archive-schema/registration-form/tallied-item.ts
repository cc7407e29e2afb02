import { z } from 'zod'
import { outcomes } from '#archive-schema/finding.ts'
import { properties } from '#archive-schema/inspection/inspection-profile.ts'

/** What one item came to in all reports of a batch: how many 件 to each outcome. */
export const TalliedItem = z
  .strictObject({
    rule: z.string(),
    title: z.string(),
    property: z.enum(properties),
    cell: z.string().exactOptional(),
    counts: z.record(z.enum(outcomes), z.int()).readonly(),
    /** 电子文件号 of some of the records where it did not pass. */
    examples: z.array(z.string()).readonly(),
  })
  .readonly()
export type TalliedItem = z.output<typeof TalliedItem>

/** No 件 yet. */
export const noCounts: TalliedItem['counts'] = {
  PASS: 0,
  FAIL: 0,
  MANUAL_REVIEW: 0,
  NOT_APPLICABLE: 0,
  NOT_CHECKED: 0,
}
