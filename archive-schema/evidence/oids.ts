/** Object identifiers that evidence is written with (RFC 5280, RFC 5652, RFC 5035, RFC 5754, RFC 5758). */
export const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
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
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
} as const

/** Signature algorithms that a package may be signed with. */
export type SignatureAlgorithm = 'ecdsa-p256-sha256' | 'rsa-pkcs1-sha256'

/** An algorithm as it must stand in a message: readers accept no other spelling of its parameters. */
export type AlgorithmIdentifier = { readonly oid: string; readonly parameters: 'absent' | 'null' }

/** What the frame of a signed message holds, byte for byte, for one signature algorithm. */
export type SignatureProfile = {
  readonly contentInfo: string
  readonly content: string
  readonly hash: 'sha256'
  readonly digest: AlgorithmIdentifier
  readonly signature: AlgorithmIdentifier
  /** The same algorithm where it signs a certificate. */
  readonly certificateSignature: AlgorithmIdentifier
}

const cades = {
  contentInfo: oids.signedData,
  content: oids.data,
  hash: 'sha256',
  digest: { oid: oids.sha256, parameters: 'null' },
} as const

/** Profiles of CAdES-B (ETSI EN 319 122-1): algorithms come from this table, never from a message. */
export const signatureProfiles: { readonly [algorithm in SignatureAlgorithm]: SignatureProfile } = {
  'ecdsa-p256-sha256': {
    ...cades,
    signature: { oid: oids.ecdsaWithSha256, parameters: 'absent' },
    certificateSignature: { oid: oids.ecdsaWithSha256, parameters: 'absent' },
  },
  'rsa-pkcs1-sha256': {
    ...cades,
    signature: { oid: oids.rsaEncryption, parameters: 'null' },
    certificateSignature: { oid: oids.sha256WithRsa, parameters: 'null' },
  },
}

/** Signature algorithms with which an authority may sign certificates of a chain. */
export const certificateSignatures: readonly AlgorithmIdentifier[] = [
  { oid: oids.sha256WithRsa, parameters: 'null' },
  { oid: oids.sha384WithRsa, parameters: 'null' },
  { oid: oids.sha512WithRsa, parameters: 'null' },
  { oid: oids.ecdsaWithSha256, parameters: 'absent' },
  { oid: oids.ecdsaWithSha384, parameters: 'absent' },
  { oid: oids.ecdsaWithSha512, parameters: 'absent' },
]
