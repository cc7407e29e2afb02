import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { faultsOnBothSides } from '../both-sides.ts'
import { type Check, judge } from '../check.ts'
import type { TakenNumbers } from '../inspection-subject.ts'

/**
 * GD-2-6 连续性元数据项检测: the sequences of the 电子文件号 and, once registered, of the 档号 have no gap before this record,
 * and the numbers of the documents in each folder run from 1 without gap or repetition.
 */
export const continuity: Check = {
  rule: 'GD-2-6',
  check(view) {
    const numbers = faultsOnBothSides(view, ({ metadata }) => documentNumberFaults(metadata.documents))
    return judge([...gapFaults(view.subject.taken), ...numbers], {
      location: '档案库、数据库、信息包',
      found: '电子文件号流水号、件内顺序号均连续；登记以后，件号亦连续',
    })
  },
}

function gapFaults({ gaps, archivalGaps = [] }: TakenNumbers): readonly CheckEvidence[] {
  const missing = (location: string) => (number: number) => ({ location, expected: String(number), found: '漏号' })
  return [...gaps.map(missing('档案库 电子文件号流水号')), ...archivalGaps.map(missing('档案库 档号件号'))]
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
