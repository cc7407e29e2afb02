import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { faultsOnBothSides } from '../both-sides.ts'
import { type Check, judge } from '../check.ts'
import type { TakenNumbers } from '../inspection-subject.ts'

/**
 * GD-2-6 连续性元数据项检测: the sequence of the 电子文件号 has no gap before this record, and the numbers of the documents in
 * each folder run from 1 without gap or repetition.
 */
export const continuity: Check = {
  rule: 'GD-2-6',
  check(view) {
    const numbers = faultsOnBothSides(view, ({ metadata }) => documentNumberFaults(metadata.documents))
    return judge([...gapFaults(view.subject.taken), ...numbers], {
      location: '档案库、数据库、信息包',
      found: '电子文件号流水号、件内顺序号均连续',
    })
  },
}

function gapFaults({ gaps }: TakenNumbers): readonly CheckEvidence[] {
  return gaps.map((serial) => ({ location: '档案库 电子文件号流水号', expected: String(serial), found: '漏号' }))
}

function documentNumberFaults(documents: readonly DocumentMetadata[]): readonly CheckEvidence[] {
  const last = new Map<string, number>()
  return documents.flatMap(({ folder, number }, i) => {
    const due = (last.get(folder) ?? 0) + 1
    last.set(folder, due)
    const expected = String(due).padStart(4, '0')
    return number === expected ? [] : [{ location: `documents[${i}].number ${folder}`, expected, found: number }]
  })
}
