import type { ArchiveError } from '#archive-schema/archive-error.ts'
import { describeFaults } from '#archive-schema/fault.ts'
import type { FaultCode } from '#archive-schema/fault-texts.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import { type CheckResult, judge } from './check.ts'
import { contentFilesOf, type InspectionView } from './inspection-view.ts'

/** The items that judge the bytes of content files: format, readability, compliance. */
export type ContentItem = 'GD-3-3' | 'GD-3-4' | 'GD-3-8'

/** Judges every content file by those refusals of its examination that belong to the item. */
export function checkExaminedContent(view: InspectionView, item: ContentItem, seen: string): CheckResult {
  const files = contentFilesOf(view)
  const faults = files.flatMap(({ path }) => {
    const examined = view.formats.get(path)
    // Not examined is not examined: the engine reports it as such.
    if (examined === undefined) throw new Error(`${path} was not examined`)
    return 'refusal' in examined && itemOf(examined.refusal.code) === item ? [refusalFault(path, examined.refusal)] : []
  })
  return judge(faults, { location: '信息包', found: `${files.length} 个内容文件，${seen}`, tool: 'guidang' })
}

/** A refusal as evidence, in the words that a person reads. */
export function refusalFault(location: string, { faults }: ArchiveError): CheckEvidence {
  return { location, found: describeFaults(faults, 'zh') }
}

const formatCodes: ReadonlySet<FaultCode> = new Set(['FORMATS_UNKNOWN', 'FORMATS_MISMATCH'])
const complianceCodes: ReadonlySet<FaultCode> = new Set([
  'FORMATS_ENCRYPTED',
  'FORMATS_EXECUTABLE',
  'ACTIVE-CONTENT_DTD',
  'ACTIVE-CONTENT_SCRIPT',
  'LIMITS_EXPANSION',
  'LIMITS_SIZE',
  'LIMITS_COUNT',
])

/** Every refusal belongs to exactly one item; what is nothing else means that the file cannot be used. */
export function itemOf(code: FaultCode): ContentItem {
  if (formatCodes.has(code)) return 'GD-3-3'
  return complianceCodes.has(code) ? 'GD-3-8' : 'GD-3-4'
}
