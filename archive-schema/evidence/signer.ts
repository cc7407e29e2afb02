import type { ArchiveError } from '#archive-schema/archive-error.ts'
import type { SignatureAlgorithm, SignatureProfile } from './signature-profiles.ts'

/**
 * 签名者 (signer): something that signs with a key which nobody else sees: key file, hardware module, signature server.
 * `sign` MUST sign the message `tbs`, not its digest, and answer in the wire form of `algorithm`.
 */
export interface Signer {
  readonly algorithm: SignatureAlgorithm
  /** DER, the signer's own first, then its issuers, without the root. */
  readonly certificates: readonly Uint8Array[]
  /** 签名数据格式 in which its signatures are written; absent: the first of its algorithm. */
  readonly profile?: SignatureProfile
  /** Why it signs nothing, if it could not be opened: whoever seals refuses with this. */
  readonly unfit?: ArchiveError
  sign(tbs: Uint8Array): Promise<Uint8Array>
}
