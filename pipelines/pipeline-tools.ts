import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { RetentionPolicy } from '#archive-schema/retention/retention-policy.ts'
import type { SendingSystems } from '#archive-schema/sending-systems/sending-systems.ts'
import type { TrustAnchors } from '#archive-schema/signatures/signer-trust.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import type { ScopeTableReader } from '#storage/catalogue/scope-tables.ts'
import type { OpenedSigner } from '#storage/keys/open-signer.ts'
import type { RevokedSigners } from '#storage/ledger/revoked-signers.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import type { StagingArea } from '#storage/staging/staging-area.ts'
import type { VirusScanner } from './inspection/virus-scanner.ts'
import type { OcrEngine } from './recognition/ocr-engine.ts'

/** What the stages work with. Everything that a stage needs from outside comes from here. */
export type PipelineTools = {
  readonly catalogue: Catalogue
  readonly scopeTables: ScopeTableReader
  readonly staging: StagingArea
  readonly store: ObjectStore
  readonly signer: OpenedSigner
  /** 撤销的签名证书, as of the moment in which it is asked. */
  readonly revokedSigners: Pick<RevokedSigners, 'ends'>
  /** 信任锚 of signers inside content files. */
  readonly signatureAnchors: TrustAnchors
  /** 发送系统登记. Absent: none is kept, and every report says so. */
  readonly sendingSystems: SendingSystems | undefined
  /** 归档方案: names, elements and numbers of the packages. */
  readonly profile: Profile
  /** 保管期限和锁定: how terms are counted and locks are set. */
  readonly retention: RetentionPolicy
  /** Absent: recognition is off by configuration, and every record says so. */
  readonly ocr: OcrEngine | undefined
  /** 杀毒软件. Absent: none is connected, and every report says so. */
  readonly scanner: VirusScanner | undefined
  readonly now: () => Date
  /** Told about every error that ends a case or is tried again. */
  readonly onFault?: (caseId: string, stage: string, error: unknown) => void
}
