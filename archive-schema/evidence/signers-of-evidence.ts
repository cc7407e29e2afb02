import { digestHex } from './digest.ts'
import type { Evidence } from './evidence.ts'
import { readSignedMessage } from './read-cms.ts'

/** SHA-256 of the certificate of everybody who has signed the statement of a package. Throws `SIGNATURE_INVALID`. */
export function signersOfEvidence({ signature, signatureSm2 }: Evidence): readonly string[] {
  const signatures = signatureSm2 === undefined ? [signature] : [signature, signatureSm2]
  return signatures.flatMap((bytes) => {
    const [own] = readSignedMessage(bytes).certificates
    return own === undefined ? [] : [digestHex('sha256', own)]
  })
}
