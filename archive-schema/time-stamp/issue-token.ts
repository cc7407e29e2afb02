import type { Buffer } from 'node:buffer'
import { signedAttributes, signerInfo } from '#archive-schema/evidence/cms.ts'
import {
  algorithmIdentifier,
  context,
  decodeDer,
  encodeDer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  smallInteger,
} from '#archive-schema/evidence/der.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import { profilesOf } from '#archive-schema/evidence/signature-profiles.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { formatInfo } from './time-stamp-info.ts'
import type { TimeStampRequest } from './time-stamp-request.ts'

/** 时间戳机构 (time-stamp authority): its signer's certificate MUST be for time stamps and nothing else. */
export type TimeStampAuthority = {
  readonly signer: Signer
  /** The policy that its tokens name, dotted. */
  readonly policy: string
}

const maxCertificateBytes = 16 * 1024

/** DER of a token (RFC 3161 2.4.2) that answers `request` at the instant `at`; `serial` is never used twice. */
export async function issueToken(
  { signer, policy }: TimeStampAuthority,
  { imprint, nonce, wantsCertificates }: TimeStampRequest,
  { at, serial }: { readonly at: Date; readonly serial: Buffer },
): Promise<Buffer> {
  const [certificate] = signer.certificates
  if (certificate === undefined) throw new RangeError('an authority has at least its own certificate')
  const profile = { ...profilesOf(signer.algorithm)[0], content: oids.timeStampInfo }
  const info = formatInfo({ policy, imprint, serial, at, ...(nonce === undefined ? {} : { nonce }) })
  const attributes = setOf(...signedAttributes(profile, info, certificate, at))
  const signature = await signer.sign(encodeDer(attributes))
  const chain = signer.certificates.map((der) => decodeDer(der, maxCertificateBytes, 'a certificate'))
  const signedData = sequence(
    smallInteger(3),
    setOf(algorithmIdentifier(profile.digest)),
    sequence(objectIdentifier(profile.content), context(0, octetString(info))),
    ...(wantsCertificates ? [context(0, ...chain)] : []),
    setOf(signerInfo(profile, certificate, attributes, signature)),
  )
  return encodeDer(sequence(objectIdentifier(oids.signedData), context(0, signedData)))
}
