import { demandValue } from '#archive-schema/attempt.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import { type DescribedChild, describedChildren } from '#archive-schema/joint-case/child-package.ts'
import type { CaseMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { digestGroups } from '#archive-schema/metadata/wording.ts'
import type { FileValues } from '#archive-schema/package/metadata-file.ts'
import { differences } from './differences.ts'
import { digestLine } from './digest-line.ts'
import type { InspectionView } from './inspection-view.ts'

/** 子包: where the metadata and the child packages that lie in the package differ, in both directions; by path, size and digests. */
export function childPackageFaults(view: InspectionView, about: CaseMetadata): readonly CheckEvidence[] {
  const { metadataProfile: profile } = view.subject
  const described = describedChildren(profile, about).flatMap(({ path, bytes, digests }) =>
    path === undefined ? [] : [[path, `${bytes} ${digestLine(digests)}`] as const],
  )
  const found = [...view.measured.files]
    .filter(([path]) => path.startsWith(`${profile.childFolder.name}/`))
    .map(([path, fixity]) => [path, `${fixity.bytes} ${digestLine(digestGroups(profile, fixity))}`] as const)
  return differences(new Map(described), new Map(found))
}

/** 归档材料目录 lists the children of the metadata one by one and in their order, 引用 too. */
export function childListFaults(view: InspectionView): readonly CheckEvidence[] {
  const { metadataProfile: profile } = view.subject
  const described = describedChildren(profile, demandValue(view.packaged.metadata).case)
  const { children = [] } = demandValue(view.packaged.materials)
  const { name } = profile.files.materials
  return differences(childLines(name, described), childLines(name, children))
}

type ListedChild = NonNullable<FileValues<'materials'>['children']>[number]

function childLines(name: string, children: readonly (DescribedChild | ListedChild)[]): ReadonlyMap<string, string> {
  return new Map(
    children.map(({ binding, electronicRecordCode, path = '', bytes, digests }, i) => [
      `${name} 子件 ${i + 1}`,
      [binding, electronicRecordCode, path, bytes, digestLine(digests)].join(' '),
    ]),
  )
}
