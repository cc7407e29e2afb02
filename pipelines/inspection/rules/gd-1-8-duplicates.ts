import { collisionKey } from '#archive-schema/evidence/path-rules.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { type UniqueValue, uniqueValues } from '#archive-schema/metadata/unique-values.ts'
import { faultsOnBothSides } from '../both-sides.ts'
import { type Check, judge } from '../check.ts'
import { repeated } from '../differences.ts'
import type { InspectionSubject, TakenNumbers } from '../inspection-subject.ts'

/**
 * GD-1-8 元数据项数据重复性检测: no other record of the catalogue has the 电子文件号, the identity or a value that the profile
 * holds to be unique, and no two documents have one place in the package. Where the profile only asks for it, an equal value is
 * told and is no fault.
 */
export const duplicates: Check = {
  rule: 'GD-1-8',
  check(view) {
    const { subject } = view
    const inRecord = faultsOnBothSides(view, ({ metadata }) => [
      ...placeFaults(metadata.documents),
      ...repeatedValues(uniqueValues(subject.metadataProfile, metadata.case)),
    ])
    const { refuse: taken = [], tell: equal = [] } = Object.groupBy(
      subject.taken.values,
      ({ value }) => value.otherwise,
    )
    const result = judge([...catalogueFaults(subject), ...taken.map(takenFault), ...inRecord], {
      location: '档案库、数据库、信息包',
      found: `${subject.number}、业务流水号、文件位置均不重复`,
    })
    return { ...result, evidence: [...result.evidence, ...equal.map(takenFault)] }
  },
}

/** What another record holds as well: a fault, or, where the profile says so, something to be told. */
function takenFault({ value, records }: TakenNumbers['values'][number]): CheckEvidence {
  const expected = value.otherwise === 'refuse' ? '唯一' : '唯一（提示，不判不合格）'
  return { location: `档案库 ${value.title}`, expected, found: `${valueText(value)}：${records.join('、')}` }
}

function repeatedValues(values: readonly UniqueValue[]): readonly CheckEvidence[] {
  const refused = values.filter(({ otherwise }) => otherwise === 'refuse')
  return repeated(refused.map((value) => `${value.title} ${valueText(value)}`)).map((found) => ({
    location: 'case',
    expected: '唯一',
    found,
  }))
}

function valueText({ value, together }: UniqueValue): string {
  return [value, ...Object.values(together)].join('、')
}

function catalogueFaults({ number, taken, described }: InspectionSubject): readonly CheckEvidence[] {
  const { sourceSystemCode, serialNumber, revision } = described.case
  const identity = [sourceSystemCode, serialNumber, revision].join(' ')
  return [
    ...(taken.number ? [{ location: '档案库 电子文件号', expected: '唯一', found: number }] : []),
    ...(taken.identity ? [{ location: '档案库 来源系统、业务流水号、修订号', expected: '唯一', found: identity }] : []),
  ]
}

function placeFaults(documents: readonly DocumentMetadata[]): readonly CheckEvidence[] {
  const places = documents.map(({ folder, actualName = '' }) => collisionKey(`${folder}/${actualName}`))
  return repeated(places).map((place) => ({ location: 'documents', expected: '唯一', found: place }))
}
