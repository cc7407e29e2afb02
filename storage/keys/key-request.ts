import type { CertificateName } from '#archive-schema/evidence/certificate.ts'
import { buildCertificateRequest } from '#archive-schema/evidence/certificate-request.ts'
import { formatPem } from '#archive-schema/evidence/pem.ts'
import { encryptPkcs8 } from './encrypt-pkcs8.ts'
import { type KeyKind, makeKeyPair } from './key-kinds.ts'
import { keySigning } from './key-signer.ts'

/** A new key, encrypted, and the request for its certificate, both in PEM. */
export type KeyRequest = { readonly key: string; readonly request: string }

/** 证书申请: makes a key for a package signer, and the request with which an authority is asked to certify it. */
export async function makeKeyRequest(kind: KeyKind, subject: CertificateName, passphrase: string): Promise<KeyRequest> {
  const { publicKey, privateKey } = await makeKeyPair(kind)
  const publicDer = publicKey.export({ type: 'spki', format: 'der' })
  const request = await buildCertificateRequest(subject, publicDer, keySigning(privateKey))
  return {
    key: await encryptPkcs8(privateKey, passphrase),
    request: formatPem('CERTIFICATE REQUEST', request),
  }
}
