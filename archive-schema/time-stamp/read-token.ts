import type { Buffer } from 'node:buffer'
import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import {
  algorithmIdentifier,
  context,
  type Der,
  decodeDer,
  encodeDer,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  smallInteger,
} from '#archive-schema/evidence/der.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import { readSet } from '#archive-schema/evidence/read-der.ts'
import type { AlgorithmIdentifier } from '#archive-schema/evidence/signature-profiles.ts'
import { algorithmOf } from '#archive-schema/signatures/algorithms.ts'
import { readSignedData, type SignerInfo } from '#archive-schema/signatures/read-signed-data.ts'
import { parseInfo, type TimeStampInfo } from './time-stamp-info.ts'

/** 时间戳 (time-stamp token, RFC 3161) as it was read; nothing of it is verified. */
export type TimeStampToken = {
  readonly info: TimeStampInfo
  /** DER of `info`: what the signed digest is over. */
  readonly content: Buffer
  /** DER, in the order of the token. */
  readonly certificates: readonly Buffer[]
  readonly signer: TokenSigner
}

type TokenSigner = SignerInfo & {
  readonly id: { readonly issuer: Buffer; readonly serial: Buffer }
  readonly attributeBytes: Buffer
}

const maxTokenBytes = 64 * 1024

/**
 * Reads a token every byte of which counts: it is built again from what was read and must be the same, in one of the two
 * spellings that authorities use for the parameters of a digest. Throws `SIGNATURE_INVALID`, `SIGNATURE_UNSUPPORTED`.
 */
export function readToken(bytes: Uint8Array): TimeStampToken {
  demandOfSignature(bytes.length <= maxTokenBytes, `the token is over ${maxTokenBytes} bytes long`)
  const { contentType, content, certificates, signers } = readSignedData(bytes)
  demandOfSignature(contentType === oids.timeStampInfo && content !== undefined, 'the message is no time stamp')
  const [signer, ...others] = signers
  demandOfSignature(signer !== undefined && others.length === 0, `the token has ${signers.length} signers, not one`)
  const token = { info: parseInfo(content), content, certificates, signer: demandTokenSigner(signer) }
  const spellings = (['absent', 'null'] as const).map((parameters) => encodeDer(rebuild(token, parameters)))
  demandOfSignature(
    spellings.some((spelling) => spelling.equals(bytes)),
    'the token holds what no token needs',
  )
  return token
}

function demandTokenSigner(signer: SignerInfo): TokenSigner {
  const { id, attributeBytes, unsignedAttributes } = signer
  demandSupported('issuer' in id, 'the token names its signer by a key identifier')
  demandOfSignature(attributeBytes !== undefined, 'the token has no signed attributes')
  demandOfSignature(unsignedAttributes.size === 0, 'the token has attributes that nobody signed')
  return { ...signer, id, attributeBytes }
}

function rebuild(
  { content, certificates, signer }: TimeStampToken,
  parameters: AlgorithmIdentifier['parameters'],
): Der {
  const digest = algorithmIdentifier({ oid: signer.digestAlgorithm, parameters })
  const signedData = sequence(
    smallInteger(3),
    setOf(digest),
    sequence(objectIdentifier(oids.timeStampInfo), context(0, octetString(content))),
    ...(certificates.length === 0 ? [] : [context(0, ...certificates.map(decode))]),
    setOf(
      sequence(
        smallInteger(1),
        sequence(decode(signer.id.issuer), integer(signer.id.serial)),
        digest,
        context(0, ...sortedAttributes(signer.attributeBytes)),
        signatureIdentifier(signer),
        octetString(signer.signature),
      ),
    ),
  )
  return sequence(objectIdentifier(oids.signedData), context(0, signedData))
}

function sortedAttributes(attributeBytes: Buffer): readonly Der[] {
  return readSet(setOf(...readSet(decode(attributeBytes), 'signed attributes')), 'signed attributes')
}

/** RSA is spelled with NULL, everything else without parameters (RFC 5754 3). */
function signatureIdentifier({ signatureAlgorithm: oid, digestAlgorithm }: TokenSigner): Der {
  const { key } = algorithmOf(oid, digestAlgorithm)
  return algorithmIdentifier({ oid, parameters: key === 'rsa' ? 'null' : 'absent' })
}

function decode(der: Uint8Array): Der {
  return decodeDer(der, maxTokenBytes, 'a part of the token')
}
