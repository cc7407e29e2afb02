import type { AlgorithmIdentifier, SignatureAlgorithm } from './signature-profiles.ts'

/** Object identifiers that evidence is written with (RFC 5280, RFC 5652, RFC 5035, RFC 5754, RFC 5758, GM/T 0006). */
export const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  sm3: '1.2.156.10197.1.401',
  sm2WithSm3: '1.2.156.10197.1.501',
  rsaEncryption: '1.2.840.113549.1.1.1',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  sha384WithRsa: '1.2.840.113549.1.1.12',
  sha512WithRsa: '1.2.840.113549.1.1.13',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  ecdsaWithSha384: '1.2.840.10045.4.3.3',
  ecdsaWithSha512: '1.2.840.10045.4.3.4',
  countryName: '2.5.4.6',
  organizationName: '2.5.4.10',
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  revocationReason: '2.5.29.21',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  ocspBasic: '1.3.6.1.5.5.7.48.1.1',
  ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
} as const

/** Signature algorithm of an issuer's key where it signs a certificate. */
export const certificateSignatureOf: { readonly [algorithm in SignatureAlgorithm]: AlgorithmIdentifier } = {
  'ecdsa-p256-sha256': { oid: oids.ecdsaWithSha256, parameters: 'absent' },
  'rsa-pkcs1-sha256': { oid: oids.sha256WithRsa, parameters: 'null' },
  'sm2-sm3': { oid: oids.sm2WithSm3, parameters: 'absent' },
}

/** Signature algorithms with which an authority may sign certificates of a chain: generic ones. */
export const certificateSignatures: readonly AlgorithmIdentifier[] = [
  { oid: oids.sha256WithRsa, parameters: 'null' },
  { oid: oids.sha384WithRsa, parameters: 'null' },
  { oid: oids.sha512WithRsa, parameters: 'null' },
  { oid: oids.ecdsaWithSha256, parameters: 'absent' },
  { oid: oids.ecdsaWithSha384, parameters: 'absent' },
  { oid: oids.ecdsaWithSha512, parameters: 'absent' },
]

/** The same for a chain of SM2 certificates (GB/T 20518): no other algorithm stands in one. */
export const sm2CertificateSignatures: readonly AlgorithmIdentifier[] = [certificateSignatureOf['sm2-sm3']]
