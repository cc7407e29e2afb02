import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'

/** 证书有效期: the certificate is valid at `at`, its last second included (RFC 5280 4.1.2.5). Throws `SIGNATURE_INVALID`. */
export function verifyCertificateValidity({ name, notBefore, notAfter }: Certificate, at: Date | undefined): void {
  demandSupported(at !== undefined, 'the signature names no time at which its certificate could be judged')
  const isValid = notBefore.getTime() <= at.getTime() && at.getTime() < notAfter.getTime() + 1000
  const period = `${notBefore.toISOString()} to ${notAfter.toISOString()}`
  demandOfSignature(isValid, `the certificate of ${name} is valid from ${period}, not at ${at.toISOString()}`)
}
