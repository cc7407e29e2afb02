import { demandValue } from '#archive-schema/attempt.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { FileValues } from '#archive-schema/package/metadata-file.ts'
import { faultsOnBothSides } from '../both-sides.ts'
import { type Check, judge } from '../check.ts'
import { childListFaults } from '../child-packages.ts'
import { differences, unlessEqual } from '../differences.ts'
import { digestLine } from '../digest-line.ts'
import { documentPath, type InspectionView } from '../inspection-view.ts'

/**
 * GD-1-12 说明文件和目录文件规范性检测: 说明文件 names the record, the metadata profile and the digest algorithms; 归档材料目录
 * lists the documents of the metadata and the bound children one by one and in their order.
 */
export const explanationAndList: Check = {
  rule: 'GD-1-12',
  check(view) {
    const { explanation, materials } = view.subject.metadataProfile.files
    return judge([...explanationFaults(view), ...listFaults(view)], {
      location: `${explanation.name}、${materials.name}`,
      found: '内容符合规定，与元数据一致',
    })
  },
}

function explanationFaults(view: InspectionView): readonly CheckEvidence[] {
  const { number, metadataProfile: profile } = view.subject
  const algorithms = [profile.terms.sha256, profile.terms.sm3]
  return faultsOnBothSides(view, ({ metadata: { explanation } }) => [
    ...unlessEqual('explanation.electronicRecordCode', number, explanation.electronicRecordCode),
    ...unlessEqual('explanation.profileId', profile.id, explanation.profileId),
    ...unlessEqual('explanation.profileVersion', profile.version, explanation.profileVersion),
    ...unlessEqual('explanation.digestAlgorithms', algorithms.join(' '), explanation.digestAlgorithms?.join(' ')),
  ])
}

function listFaults(view: InspectionView): readonly CheckEvidence[] {
  const { number, metadataProfile } = view.subject
  const { name } = metadataProfile.files.materials
  const list = demandValue(view.packaged.materials)
  const documents = demandValue(view.packaged.metadata).documents.map((document, i) => ({
    ...document,
    number: String(i + 1),
    path: documentPath(view, document),
  }))
  return [
    ...unlessEqual(`${name} electronicRecordCode`, number, list.electronicRecordCode),
    ...differences(lines(name, documents), lines(name, list.materials ?? [])),
    ...childListFaults(view),
  ]
}

type ListedMaterial = NonNullable<FileValues<'materials'>['materials']>[number]

function lines(name: string, listed: readonly Omit<ListedMaterial, 'folder'>[]): ReadonlyMap<string, string> {
  return new Map(
    listed.map(({ number, path, typeCode, standardName, bytes, digests }, i) => [
      `${name} 第 ${i + 1} 行`,
      [number, path, typeCode, standardName, bytes, digestLine(digests)].join(' '),
    ]),
  )
}
