import { X509Certificate } from 'node:crypto'
import { demandOfSignature, reasonOf } from '#archive-schema/evidence/demand.ts'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import type { TrustAnchors } from './signer-trust.ts'

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Certificates in PEM, one after another, at least one; text between them is not looked at. Throws `SIGNATURE_INVALID`. */
export function parseTrustAnchors(pem: string): TrustAnchors {
  const blocks = pem.match(block) ?? []
  demandOfSignature(blocks.length > 0, 'there is no certificate in PEM')
  return blocks.map((text) => readCertificate(decode(text)))
}

function decode(text: string): Uint8Array {
  try {
    return new X509Certificate(text).raw
  } catch (cause) {
    demandOfSignature(false, `a certificate cannot be read: ${reasonOf(cause)}`)
  }
}
