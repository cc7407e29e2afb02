import { attempt } from '#archive-schema/attempt.ts'
import { demandOfSignature, demandSupported, reasonOf } from '#archive-schema/evidence/demand.ts'
import { type Certificate, readCertificate } from '#archive-schema/evidence/read-certificate.ts'

/** Reads a certificate of others. What is refused of an own one cannot be judged here: throws `SIGNATURE_UNSUPPORTED`. */
export async function readForeignCertificate(der: Uint8Array): Promise<Certificate> {
  const read = await attempt(() => readCertificate(der))
  const found = 'refusal' in read ? reasonOf(read.refusal) : ''
  demandSupported('value' in read, found)
  return read.value
}

/** Goes on only if the certificate does not say that its key is for something else than signing. Throws `SIGNATURE_INVALID`. */
export function demandSigningKey({ keyUsage, name }: Certificate): void {
  demandOfSignature(keyUsage === undefined || keyUsage.signs, `the certificate of ${name} is not for signing`)
}
