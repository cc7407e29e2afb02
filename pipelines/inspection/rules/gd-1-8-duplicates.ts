import { collisionKey } from '#archive-schema/evidence/path-rules.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { faultsOnBothSides } from '../both-sides.ts'
import { type Check, judge } from '../check.ts'
import { repeated } from '../differences.ts'
import type { InspectionSubject } from '../inspection-subject.ts'

/**
 * GD-1-8 元数据项数据重复性检测: no other record of the catalogue has the 电子文件号 or the identity of this one, and no two
 * documents have one place in the package.
 */
export const duplicates: Check = {
  rule: 'GD-1-8',
  check(view) {
    const places = faultsOnBothSides(view, ({ metadata }) => placeFaults(metadata.documents))
    return judge([...catalogueFaults(view.subject), ...places], {
      location: '档案库、数据库、信息包',
      found: `${view.subject.number}、业务流水号、文件位置均不重复`,
    })
  },
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
