import type { CaseMetadata } from '#archive-schema/metadata/record-metadata.ts'

/** 电子文件号 of the children that a joint parent binds, as its metadata say; none for any other record. */
export function boundChildren({ relatedCases = [] }: CaseMetadata): string[] {
  return relatedCases.flatMap(({ binding, electronicRecordCode }) =>
    binding === undefined || electronicRecordCode === undefined ? [] : [electronicRecordCode],
  )
}
