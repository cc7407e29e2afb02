import { z } from 'zod'
import table from '#archive-schema/profiles/signature-profiles.json' with { type: 'json' }

const oid = z.string().regex(/^[0-2](?:\.(?:0|[1-9][0-9]*))+$/)
const algorithmIdentifier = z.strictObject({ oid, parameters: z.enum(['absent', 'null']) }).readonly()

const profileRule = z.strictObject({
  name: z.string().min(1),
  algorithm: z.enum(['ecdsa-p256-sha256', 'rsa-pkcs1-sha256', 'sm2-sm3']),
  contentInfo: oid,
  content: oid,
  hash: z.enum(['sha256', 'sm3']),
  digest: algorithmIdentifier,
  signature: algorithmIdentifier,
  source: z.string(),
  confidence: z.enum(['high', 'medium', 'low']),
})

const tableRule = z.strictObject({
  profile: z.string(),
  version: z.string(),
  note: z.string(),
  profiles: z.array(profileRule).min(1),
})

/** An algorithm as it must stand in a message: readers accept no other spelling of its parameters. */
export type AlgorithmIdentifier = z.output<typeof algorithmIdentifier>

/** 签名数据格式: what the frame of a signed message holds, byte for byte. */
export type SignatureProfile = Readonly<z.output<typeof profileRule>>

/** Signature algorithms that a package may be signed with. */
export type SignatureAlgorithm = SignatureProfile['algorithm']

const signatureProfiles: readonly SignatureProfile[] = tableRule.parse(table).profiles

/** The frames in which signatures of an algorithm may come; the first is written where no other is asked for. */
export function profilesOf(algorithm: SignatureAlgorithm): readonly [SignatureProfile, ...SignatureProfile[]] {
  const [first, ...others] = signatureProfiles.filter((profile) => profile.algorithm === algorithm)
  if (first === undefined) throw new RangeError(`the table of signature profiles has none for ${algorithm}`)
  return [first, ...others]
}
