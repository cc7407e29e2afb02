import { type CertificateName, type CertificateSigning, distinguishedName } from './certificate.ts'
import { algorithmIdentifier, bitString, context, decodeDer, encodeDer, sequence, smallInteger } from './der.ts'
import { certificateSignatureOf } from './oids.ts'

const maxKeyBytes = 4096

/** 证书请求: DER of a PKCS#10 request (RFC 2986) for the key (SubjectPublicKeyInfo, DER) that signs it. */
export async function buildCertificateRequest(
  subject: CertificateName,
  publicKey: Uint8Array,
  { algorithm, sign }: CertificateSigning,
): Promise<Uint8Array> {
  const content = sequence(
    smallInteger(0),
    distinguishedName(subject),
    decodeDer(publicKey, maxKeyBytes, 'the public key'),
    context(0),
  )
  const signature = bitString(await sign(encodeDer(content)))
  return encodeDer(sequence(content, algorithmIdentifier(certificateSignatureOf[algorithm]), signature))
}
