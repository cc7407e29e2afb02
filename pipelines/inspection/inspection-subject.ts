import type { ScopeDecision } from '#archive-schema/arranged-case.ts'
import type { Attempt } from '#archive-schema/attempt.ts'
import type { MaterialClass, Source } from '#archive-schema/case-file/case-file.ts'
import type { CaseResult } from '#archive-schema/case-file/handling.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { DescriptionVersion } from '#archive-schema/description/description.ts'
import type { Evidence } from '#archive-schema/evidence/evidence.ts'
import type { Trust } from '#archive-schema/evidence/trust.ts'
import type { Fixity, ObjectFixity } from '#archive-schema/fixity.ts'
import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { UniqueValue } from '#archive-schema/metadata/unique-values.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { RegisteredForm } from '#archive-schema/registration-form/registration-document.ts'
import type { ScopeEntry } from '#archive-schema/scope/scope-table.ts'
import type { SendingSystems } from '#archive-schema/sending-systems/sending-systems.ts'
import type { TrustAnchors } from '#archive-schema/signatures/signer-trust.ts'
import type { DocumentEntry } from '#storage/catalogue/documents.ts'
import type { RecordEntry } from '#storage/catalogue/records.ts'
import type { VirusScanner } from './virus-scanner.ts'

/** 检测对象 (what is inspected): one sealed package, and everything that it is compared with. */
export type InspectionSubject = {
  /** 电子文件号 that the record must have. */
  readonly number: string
  /** Bytes of the sealed package. Nothing of them has been believed yet. */
  readonly container: ContentReader
  /** Fixity of the package as it was registered when it was made. */
  readonly sealed: ObjectFixity
  /** The evidence, or why it cannot be read. */
  readonly evidence: Attempt<Evidence>
  readonly trust: Trust
  /** Authorities whose signers are believed inside content files. */
  readonly signatureAnchors: TrustAnchors
  /** 来源: what the hand-over says of its system and of the person who handed over. */
  readonly source: Source
  /** 发送系统登记; `undefined` where none is kept. */
  readonly sendingSystems: SendingSystems | undefined
  /** Time of the inspection. */
  readonly at: Date
  /** The metadata that the database holds. */
  readonly described: RecordMetadata
  /** The rows of the catalogue; absent before registration. */
  readonly entry?: CatalogueEntry
  /** 元数据方案 under which they were written. */
  readonly metadataProfile: Profile
  readonly stock: RegisteredStock
  /** 归档登记表 of the batch under which the case was handed in; missing where it was under none. */
  readonly batch?: RegisteredBatch
  readonly scope: ApprovedScope
  readonly taken: TakenNumbers
  /** What was registered at 入库, and what is there now; missing before a record rests in the store. */
  readonly preserved?: PreservedState
  /**
   * Content examination: resolves to the format of a file that may be archived. Throws `ArchiveError` for all others:
   * `FORMATS_…`, `ACTIVE-CONTENT_…`, `LIMITS_…`, `PATHS_…`. `measured` is what its bytes in the package were found to be.
   */
  readonly examine: (file: string, content: ContentReader, measured: Fixity | undefined) => Promise<ContentFormat>
  /** 杀毒软件; `undefined` where none is connected. */
  readonly scanner: VirusScanner | undefined
}

/** 目录条目: the rows of a registered record, its corrected descriptions, and the 档号 that registration decided on. */
export type CatalogueEntry = {
  readonly record: RecordEntry
  readonly documents: readonly DocumentEntry[]
  readonly corrections: readonly DescriptionVersion[]
  readonly archivalCode: string
}

/** 登记的件数与字节数 (GB/T 18894-2016 表A.1): what 清点 counted before there was a package. */
export type RegisteredStock = {
  readonly result: CaseResult
  readonly files: number
  readonly bytes: number
  readonly materials: readonly {
    readonly name: string
    readonly class: MaterialClass
    readonly code: string
    readonly files: number
  }[]
}

/** 批次 of a record, and the form that registers it, where there is one. */
export type RegisteredBatch = { readonly number: string; readonly form: RegisteredForm | undefined }

/** 入库时的登记 of a record beside what the store now holds (BC/1-5). */
export type PreservedState = {
  readonly objects: readonly PreservedObject[]
  /** 保管锁定到期时刻 that was registered at 入库. */
  readonly lockedUntil: Date
}

/** One object of a record: what each place says that was registered, and what is there. */
export type PreservedObject = {
  readonly key: string
  readonly registered: readonly { readonly place: string; readonly fixity: ObjectFixity }[]
  /** `undefined`: the object is not in the store. */
  readonly found: (ObjectFixity & { readonly retainUntil: Date }) | undefined
}

/** 归档范围 under which the case was classed. */
export type ApprovedScope = { readonly decision: ScopeDecision; readonly entry: ScopeEntry }

/** What the catalogue knows of numbers that must neither repeat nor leave gaps. */
export type TakenNumbers = {
  /** Another record has the same 电子文件号. */
  readonly number: boolean
  /** Another record has the same 来源系统, 业务流水号 and 修订号. */
  readonly identity: boolean
  /** Values that the profile holds to be unique, and the records that hold the same. */
  readonly values: readonly { readonly value: UniqueValue; readonly records: readonly string[] }[]
  /** Serials of the number's sequence, below that of this record, that were never given to a case. */
  readonly gaps: readonly number[]
  /** 件号 of the 类别 up to that of this record that were never given to a case; absent before registration. */
  readonly archivalGaps?: readonly number[]
}
