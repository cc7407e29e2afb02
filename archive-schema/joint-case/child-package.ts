import type { ChildBinding } from '#archive-schema/case-file/related-case.ts'
import type { CaseMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'

type DescribedCase = NonNullable<CaseMetadata['relatedCases']>[number]

/** 子件归档信息包 as the metadata of the parent describe it. `path` is below the root folder, and missing for 引用. */
export type DescribedChild = Pick<DescribedCase, 'electronicRecordCode' | 'bytes' | 'digests'> & {
  readonly binding: string
  readonly path?: string
}

const held: ChildBinding = '随包'

/** The children that the metadata of a parent bind, in their order. */
export function describedChildren(profile: Profile, about: CaseMetadata): readonly DescribedChild[] {
  return (about.relatedCases ?? []).flatMap(({ binding, electronicRecordCode, bytes, digests }) => {
    if (binding === undefined) return []
    const child = { binding, electronicRecordCode, bytes, digests }
    return [binding === held ? { ...child, path: childPath(profile, electronicRecordCode ?? '') } : child]
  })
}

/** Path of the package of a child below the root folder of its parent. */
function childPath({ childFolder }: Profile, number: string): string {
  return `${childFolder.name}/${number}.zip`
}
