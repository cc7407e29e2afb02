import { demandValue } from '#archive-schema/attempt.ts'
import { elementPlace } from '../both-sides.ts'
import { type Check, judge } from '../check.ts'
import { differences } from '../differences.ts'
import type { MetadataSide } from '../metadata-sides.ts'

/** GD-2-10 信息包元数据完整性检测: the metadata in the package say all that the database holds, and nothing else. */
export const packageMetadata: Check = {
  rule: 'GD-2-10',
  check(view) {
    const [described, packaged] = demandValue(view.sides)
    const faults = differences(valuesByPlace(described), valuesByPlace(packaged))
    return judge(faults, {
      location: packaged.name,
      found: `${packaged.texts.length} 个元数据值与${described.name}一致`,
    })
  },
}

function valuesByPlace({ metadata, texts }: MetadataSide): ReadonlyMap<string, string> {
  return new Map([
    ...metadata.documents.map(({ folder }, i) => [`documents[${i}].folder`, folder] as const),
    ...texts.map(({ place, rule, text }) => [elementPlace(place, rule.title), text] as const),
  ])
}
