import { demandOfSignature } from './demand.ts'
import { algorithmIdentifier, encodeDer } from './der.ts'
import { certificateSignatures } from './oids.ts'
import type { Certificate } from './read-certificate.ts'

const maxCertificates = 9
const acceptedSignatures = certificateSignatures.map((algorithm) => encodeDer(algorithmIdentifier(algorithm)))

/**
 * 证书链 (chain): each certificate is issued by the next and the last by `root`, which is not one of them; the first is
 * no authority's, may sign, and all are valid at `at`. Throws `SIGNATURE_INVALID` that says which link breaks.
 */
export function verifyChain(certificates: readonly Certificate[], root: Certificate, at: Date): void {
  const [signer, ...authorities] = certificates
  demandOfSignature(signer !== undefined, 'the signature comes without its certificate')
  demandOfSignature(certificates.length <= maxCertificates, `it brings more than ${maxCertificates} certificates along`)
  const isRootEmbedded = certificates.some((certificate) => certificate.sha256 === root.sha256)
  demandOfSignature(!isRootEmbedded, 'the signature brings the root along')
  demandOfSignature(signer.authority === undefined, "the signer's certificate is an authority's")
  demandOfSignature(
    signer.keyUsage === undefined || signer.keyUsage.signs,
    "the signer's certificate is not for signing",
  )
  const issuers = [...authorities, root]
  for (const certificate of [signer, ...issuers]) verifyValidity(certificate, at)
  issuers.forEach((issuer, below) => {
    verifyLink([signer, ...issuers][below], issuer)
    verifyAuthority(issuer, below)
  })
}

function verifyLink(certificate: Certificate | undefined, issuer: Certificate): void {
  demandOfSignature(certificate !== undefined, 'the chain is empty')
  const isAccepted = acceptedSignatures.some((accepted) => accepted.equals(certificate.signatureAlgorithm))
  demandOfSignature(
    isAccepted,
    `the certificate of ${certificate.name} is signed with an algorithm that is not accepted`,
  )
  const isIssued = certificate.issuer.equals(issuer.subject) && certificate.x509.verify(issuer.publicKey)
  demandOfSignature(isIssued, `the certificate of ${certificate.name} is not issued by the next one`)
}

function verifyAuthority(issuer: Certificate, authoritiesBelow: number): void {
  const isAuthority = issuer.authority !== undefined && issuer.keyUsage?.certifies === true
  demandOfSignature(isAuthority, `${issuer.name} issued a certificate without being an authority`)
  const isWithin = issuer.authority !== undefined && authoritiesBelow <= issuer.authority.pathLength
  demandOfSignature(isWithin, `${issuer.name} has more authorities below it than allowed`)
}

function verifyValidity(certificate: Certificate, at: Date): void {
  // RFC 5280 counts the last second in, openssl does not: without it every tool comes to the same verdict.
  const isValid = certificate.notBefore.getTime() <= at.getTime() && at.getTime() < certificate.notAfter.getTime()
  demandOfSignature(isValid, `the certificate of ${certificate.name} is not valid at ${at.toISOString()}`)
}
