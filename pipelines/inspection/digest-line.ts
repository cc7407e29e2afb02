import type { DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'

/** 数字摘要 of one file as they stand in metadata, in one line: two lines are equal only if nothing is missing or double. */
export function digestLine(digests: DocumentMetadata['digests'] = []): string {
  return digests.map(({ algorithm = '∅', value = '∅' }) => `${algorithm} ${value}`).join(' ')
}
