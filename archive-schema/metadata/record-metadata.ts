import type { MaterialClass } from '#archive-schema/case-file/case-file.ts'
import type { caseVocabulary } from './case-vocabulary.ts'
import type { documentVocabulary } from './document-vocabulary.ts'
import type { explanationVocabulary } from './explanation-vocabulary.ts'
import type { processVocabulary } from './process-vocabulary.ts'
import type { ValuesOf } from './vocabulary.ts'

/** 基本信息元数据 of the case as a whole. */
export type CaseMetadata = ValuesOf<typeof caseVocabulary>
/** 流程信息元数据 of one step. */
export type ProcessMetadata = ValuesOf<typeof processVocabulary>
/** 说明文件. */
export type ExplanationMetadata = ValuesOf<typeof explanationVocabulary>

/** 归档文件元数据 (metadata of one content file), with its place in the package. */
export type DocumentMetadata = ValuesOf<typeof documentVocabulary> & {
  readonly folder: MaterialClass
  /** Number within the folder, four digits from `0001`. */
  readonly number: string
}

/**
 * 档案元数据 (metadata of one record) by meaning, independent of the names in any profile. All values are text as it stands
 * in the files; times are `yyyy-MM-dd HH:mm:ss` in +08:00. Any value may be missing: `checkMetadata` says what is due.
 */
export type RecordMetadata = {
  readonly explanation: ExplanationMetadata
  readonly case: CaseMetadata
  /** In order of time. */
  readonly process: readonly ProcessMetadata[]
  /** In package order: folder by folder, in each by number. */
  readonly documents: readonly DocumentMetadata[]
}
