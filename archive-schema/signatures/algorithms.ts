import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'

export type ContentDigest = 'sha256' | 'sha384' | 'sha512' | 'sm3'
export type KeyKind = 'rsa' | 'ec' | 'sm2'
/** How a signature was made: over which digest, with which kind of key. */
export type ContentAlgorithm = {
  readonly key: KeyKind
  readonly digest: ContentDigest
  /** Bytes of salt of RSASSA-PSS; absent: PKCS #1 v1.5. */
  readonly pssSalt?: number
}

const digestOids: ReadonlyMap<string, ContentDigest> = new Map(
  Object.entries({
    '2.16.840.1.101.3.4.2.1': 'sha256',
    '2.16.840.1.101.3.4.2.2': 'sha384',
    '2.16.840.1.101.3.4.2.3': 'sha512',
    '1.2.156.10197.1.401': 'sm3',
  } as const),
)

/** The identifier of a digest. */
export function digestOid(digest: ContentDigest): string {
  const [oid] = [...digestOids].find(([, name]) => name === digest) ?? []
  if (oid === undefined) throw new RangeError(`no identifier of ${digest} is known`)
  return oid
}

/** Signature algorithms: those that name no digest take that of the signer. */
const signatureOids: Readonly<Record<string, { readonly key: KeyKind; readonly digest?: ContentDigest }>> = {
  '1.2.840.113549.1.1.1': { key: 'rsa' },
  '1.2.840.113549.1.1.11': { key: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', digest: 'sha512' },
  '1.2.840.10045.2.1': { key: 'ec' },
  '1.2.840.10045.4.3.2': { key: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', digest: 'sha512' },
  // SM2 with SM3 (GM/T 0006), and the two identifiers of the key that messages of GB/T 35275 put in its place.
  '1.2.156.10197.1.501': { key: 'sm2', digest: 'sm3' },
  '1.2.156.10197.1.301.1': { key: 'sm2', digest: 'sm3' },
  '1.2.156.10197.1.301': { key: 'sm2', digest: 'sm3' },
}

/** Broken digests, alone or in a signature algorithm: nothing made with them proves anything. */
const brokenOids: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '1.2.840.113549.2.2': 'MD2',
    '1.2.840.113549.2.4': 'MD4',
    '1.2.840.113549.2.5': 'MD5',
    '1.3.14.3.2.26': 'SHA-1',
    '1.2.840.113549.1.1.2': 'MD2',
    '1.2.840.113549.1.1.4': 'MD5',
    '1.2.840.113549.1.1.5': 'SHA-1',
    '1.3.14.3.2.29': 'SHA-1',
    '1.2.840.10045.4.1': 'SHA-1',
  }),
)

/** The digest of an identifier. Throws `SIGNATURE_INVALID` for broken ones, `SIGNATURE_UNSUPPORTED` for unknown ones. */
export function digestOf(oid: string): ContentDigest {
  refuseBroken(oid)
  const digest = digestOids.get(oid)
  demandSupported(digest !== undefined, `the digest algorithm ${oid} is not known`)
  return digest
}

/**
 * The algorithm of a signature by its identifier and that of the signer's digest, if the message names one. Throws
 * `SIGNATURE_INVALID` if one is broken or the two disagree, `SIGNATURE_UNSUPPORTED` if they are not known.
 */
export function algorithmOf(signatureOid: string, digestOid?: string): ContentAlgorithm {
  refuseBroken(signatureOid)
  const digest = digestOid === undefined ? undefined : digestOf(digestOid)
  const signature = signatureOids[signatureOid]
  demandSupported(signature !== undefined, `the signature algorithm ${signatureOid} is not known`)
  const used = signature.digest ?? digest
  demandSupported(used !== undefined, `the signature algorithm ${signatureOid} names no digest`)
  demandOfSignature(digest === undefined || digest === used, `the signature is over ${used}, the digest is ${digest}`)
  return { key: signature.key, digest: used }
}

const digestNames: Readonly<Record<ContentDigest, string>> = {
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
  sm3: 'SM3',
}

/** Name of a digest, for people. */
export function digestName(digest: ContentDigest): string {
  return digestNames[digest]
}

function refuseBroken(oid: string): void {
  const broken = brokenOids.get(oid)
  demandOfSignature(broken === undefined, `${broken} is broken and not accepted`)
}
