import { RecentResults } from '#archive-schema/recent-results.ts'
import { demandOfSignature } from './demand.ts'
import { algorithmIdentifier, encodeDer } from './der.ts'
import { certificateSignatures, sm2CertificateSignatures } from './oids.ts'
import type { Certificate } from './read-certificate.ts'
import { signatureAlgorithmOf } from './signature-algorithm.ts'
import { isSignedBySm2 } from './verify-signature-value.ts'

const maxCertificates = 9
const encodeAll = (algorithms: typeof certificateSignatures) =>
  algorithms.map((algorithm) => encodeDer(algorithmIdentifier(algorithm)))
const genericSignatures = encodeAll(certificateSignatures)
const sm2Signatures = encodeAll(sm2CertificateSignatures)

/**
 * 证书链 (chain): each certificate is issued by the next and the last by `root`, which is not one of them; the first is
 * no authority's, may sign, and all are valid at `at`. A chain with an SM2 key is one of SM2 from end to end. Throws
 * `SIGNATURE_INVALID` that says which link breaks.
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
  const isSm2 = signatureAlgorithmOf(issuer.publicKey) === 'sm2-sm3'
  demandOfSignature(
    isSm2 === (signatureAlgorithmOf(certificate.publicKey) === 'sm2-sm3'),
    `SM2 and other keys meet in the certificate of ${certificate.name}`,
  )
  const accepted = isSm2 ? sm2Signatures : genericSignatures
  const isAccepted = accepted.some((algorithm) => algorithm.equals(certificate.signatureAlgorithm))
  demandOfSignature(
    isAccepted,
    `the certificate of ${certificate.name} is signed with an algorithm that is not accepted`,
  )
  const isIssued = certificate.issuer.equals(issuer.subject) && isSignedByIssuer(certificate, issuer, isSm2)
  demandOfSignature(isIssued, `the certificate of ${certificate.name} is not issued by the next one`)
}

/** The links of one archive's chains are verified with every signature. */
const recent = new RecentResults<boolean>(32)

function isSignedByIssuer(certificate: Certificate, issuer: Certificate, isSm2: boolean): boolean {
  const { x509, content, signature } = certificate
  return recent.get(`${certificate.sha256} ${issuer.sha256}`, () =>
    isSm2 ? isSignedBySm2(issuer.publicKey, content, signature) : x509.verify(issuer.publicKey),
  )
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
