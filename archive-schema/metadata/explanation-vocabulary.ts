import type { Vocabulary } from './vocabulary.ts'

/** 说明文件 (what a stranger has to know to read the package). */
export const explanationVocabulary = {
  electronicRecordCode: 'text',
  profileId: 'text',
  profileVersion: 'text',
  producedBy: 'text',
  producedAt: 'text',
  softwareEnvironment: 'text',
  digestAlgorithms: 'texts',
  documentCount: 'text',
  totalBytes: 'text',
} as const satisfies Vocabulary
