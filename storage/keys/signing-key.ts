import type { CertificateSigning } from '#archive-schema/evidence/certificate.ts'

/**
 * 签名密钥: something that signs with a key which nobody else sees: a key file, a hardware module, a signature server.
 * `certificates` are DER, the signer's own first, then its issuers, without the root.
 */
export type SigningKey = {
  readonly signing: CertificateSigning
  readonly certificates: readonly Uint8Array[]
}
