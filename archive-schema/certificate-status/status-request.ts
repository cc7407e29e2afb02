import type { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import {
  algorithmIdentifier,
  context,
  type Der,
  decodeDer,
  encodeDer,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from '#archive-schema/evidence/der.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'
import { readBits, readSequence } from '#archive-schema/evidence/read-der.ts'

const maxKeyBytes = 4096

/**
 * DER of a question about one certificate of an issuer (OCSPRequest, RFC 6960 4.1.1), its issuer named by SHA-256. The answer must
 * bring the nonce back.
 */
export function formatStatusRequest(certificate: Certificate, issuer: Certificate, nonce: Buffer): Buffer {
  const extension = sequence(objectIdentifier(oids.ocspNonce), octetString(encodeDer(octetString(nonce))))
  const question = sequence(certificateId(certificate, issuer))
  return encodeDer(sequence(sequence(sequence(question), context(2, sequence(extension)))))
}

/** CertID: the digests of the issuer's name and key, and the serial number. */
export function certificateId({ serial }: Certificate, issuer: Certificate): Der {
  const spki = issuer.publicKey.export({ type: 'spki', format: 'der' })
  const [, bits] = readSequence(decodeDer(spki, maxKeyBytes, "the issuer's key"), "the issuer's key", 2)
  return sequence(
    algorithmIdentifier({ oid: oids.sha256, parameters: 'null' }),
    octetString(sha256(issuer.subject)),
    octetString(sha256(readBits(bits, "the issuer's key"))),
    integer(serial),
  )
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
