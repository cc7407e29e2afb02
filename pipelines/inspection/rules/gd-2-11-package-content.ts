import { demandValue } from '#archive-schema/attempt.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import { faultsOnBothSides } from '../both-sides.ts'
import { type Check, judge } from '../check.ts'
import { childPackageFaults } from '../child-packages.ts'
import { unlessEqual } from '../differences.ts'
import { contentFilesOf, type InspectionView, totalBytes } from '../inspection-view.ts'

/** GD-2-11 信息包内容数据完整性检测: the package contains as many content files and bytes as its metadata record, and the packages of bound children unchanged. */
export const packageContent: Check = {
  rule: 'GD-2-11',
  check(view) {
    const files = contentFilesOf(view)
    const recorded = faultsOnBothSides(view, ({ metadata: { case: about, explanation, documents } }) => [
      ...unlessEqual('documents（归档文件）', documents.length, files.length),
      ...unlessEqual('case.documentCount', about.documentCount, files.length),
      ...unlessEqual('explanation.documentCount', explanation.documentCount, files.length),
      ...unlessEqual('explanation.totalBytes', explanation.totalBytes, totalBytes(files)),
      ...childPackageFaults(view, about),
    ])
    const found = `${files.length} 个内容文件，${totalBytes(files)} 字节`
    return judge([...recorded, ...listFaults(view)], { location: '信息包', found })
  },
}

function listFaults(view: InspectionView): readonly CheckEvidence[] {
  const files = contentFilesOf(view)
  const { name } = view.subject.metadataProfile.files.materials
  const { documentCount, totalBytes: listedBytes, materials = [] } = demandValue(view.packaged.materials)
  return [
    ...unlessEqual(`${name} 文件`, materials.length, files.length),
    ...unlessEqual(`${name} documentCount`, documentCount, files.length),
    ...unlessEqual(`${name} totalBytes`, listedBytes, totalBytes(files)),
  ]
}
