import type { MetadataFileKey } from '#archive-schema/profiles/profile.ts'
import { caseVocabulary } from './case-vocabulary.ts'
import { digestVocabulary, documentVocabulary } from './document-vocabulary.ts'
import { explanationVocabulary } from './explanation-vocabulary.ts'
import { processVocabulary } from './process-vocabulary.ts'
import type { Vocabulary } from './vocabulary.ts'

/** 归档材料目录 (flat list of every content file). */
const materialListVocabulary = {
  electronicRecordCode: 'text',
  documentCount: 'text',
  totalBytes: 'text',
  materials: {
    groups: {
      number: 'text',
      folder: 'text',
      typeCode: 'text',
      standardName: 'text',
      path: 'text',
      bytes: 'text',
      digests: { groups: digestVocabulary },
    },
  },
  children: {
    groups: {
      binding: 'text',
      electronicRecordCode: 'text',
      path: 'text',
      bytes: 'text',
      digests: { groups: digestVocabulary },
    },
  },
} as const satisfies Vocabulary

/** 校验信息 (size and digests of every other file of the package). */
const checksumListVocabulary = {
  electronicRecordCode: 'text',
  files: { groups: { path: 'text', bytes: 'text', digests: { groups: digestVocabulary } } },
} as const satisfies Vocabulary

/** 归档文件集: the documents stand inside the case file, folder by folder. */
const caseFileVocabulary = {
  ...caseVocabulary,
  fileSet: {
    group: {
      folders: {
        groups: {
          number: 'text',
          name: 'text',
          documents: { groups: { ...documentVocabulary, number: 'text' } },
        },
      },
    },
  },
} as const satisfies Vocabulary

/** What each metadata file of a package can say. */
export const fileVocabularies = {
  explanation: explanationVocabulary,
  case: caseFileVocabulary,
  process: { steps: { groups: processVocabulary } },
  materials: materialListVocabulary,
  checksums: checksumListVocabulary,
} as const satisfies Record<MetadataFileKey, Vocabulary>
