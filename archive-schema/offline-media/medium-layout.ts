import { manifestName } from '#archive-schema/evidence/manifest.ts'
import { mediaRules } from './media-rules.ts'

const { names } = mediaRules

/** Names on a medium (DA/T 104-2024 图1); below stands 电子档案/年度/类别/案卷, with the 件 in the place of the 案卷. */
export const mediumNames = {
  ...names,
  manifests: {
    sha256: `${names.others}/${manifestName('sha256')}`,
    sm3: `${names.others}/${manifestName('sm3')}`,
  },
} as const

/** Folder of a 件 on a medium: `电子档案/2025/ZY·ZW/<档号>`, with `package` and `evidence` as in an export. */
export function recordFolder(record: {
  readonly year: string
  readonly category: string
  readonly archivalCode: string
}): string {
  return [mediumNames.records, record.year, record.category, record.archivalCode].join('/')
}
