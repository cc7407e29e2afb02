import type { Vocabulary } from './vocabulary.ts'

/** 数字摘要 (one digest and how it was made). */
export const digestVocabulary = { algorithm: 'text', value: 'text' } as const satisfies Vocabulary

const digitisation = {
  originalForm: 'text',
  resolution: 'text',
  colourMode: 'text',
  compression: 'text',
  device: 'text',
  software: 'text',
  operator: 'text',
  scannedAt: 'text',
  pages: 'text',
} as const satisfies Vocabulary

const calledLicence = {
  licenceType: 'text',
  licenceCode: 'text',
  holder: 'text',
  issuer: 'text',
  calledAt: 'text',
  system: 'text',
  queryId: 'text',
} as const satisfies Vocabulary

/** 归档文件元数据 (what is said of one content file of the package). */
export const documentVocabulary = {
  typeCode: 'text',
  standardName: 'text',
  actualName: 'text',
  format: 'text',
  computerFileName: 'text',
  bytes: 'text',
  createdAt: 'text',
  auxiliary: 'text',
  shareType: 'text',
  shareConditions: 'text',
  digests: { groups: digestVocabulary },
  receiptMode: 'text',
  receiptNote: 'text',
  materialNumber: 'text',
  stage: 'text',
  receivedAt: 'text',
  original: 'text',
  copies: 'text',
  promisedBy: 'text',
  suppliedAt: 'text',
  commitment: 'text',
  mediaType: 'text',
  formatVersion: 'text',
  formatIdentifier: 'text',
  formatInformation: 'text',
  pageCount: 'text',
  sourcePath: 'text',
  digitisation: { group: digitisation },
  calledLicence: { group: calledLicence },
  electronicLicence: { group: { type: 'text', code: 'text', holder: 'text', issuer: 'text' } },
} as const satisfies Vocabulary
