import { Buffer } from 'node:buffer'
import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import {
  isContext,
  readContext,
  readInteger,
  readObjectIdentifier,
  readSequence,
} from '#archive-schema/evidence/read-der.ts'
import { algorithmOf, type ContentAlgorithm, digestOf } from './algorithms.ts'
import type { SignerInfo } from './read-signed-data.ts'

const pss = '1.2.840.113549.1.1.10'
const mgf1 = '1.2.840.113549.1.1.8'

/** The algorithm of a message's signer. Throws as `algorithmOf`. */
export function messageAlgorithm(signer: SignerInfo): ContentAlgorithm {
  return signer.signatureAlgorithm === pss
    ? pssAlgorithm(signer)
    : algorithmOf(signer.signatureAlgorithm, signer.digestAlgorithm)
}

/** RSASSA-PSS (RFC 4055 3.1), its parameters written out: the defaults are SHA-1, which is broken. */
function pssAlgorithm({ signatureParameters, digestAlgorithm }: SignerInfo): ContentAlgorithm {
  const parameters = readSequence(signatureParameters, 'PSS parameters')
  const field = (number: number) => {
    const found = parameters.find((value) => isContext(value, number))
    return found === undefined ? undefined : readContext(found, number, 'PSS parameter', 1)[0]
  }
  const [hash, mask, salt] = [field(0), field(1), field(2)]
  demandOfSignature(hash !== undefined && mask !== undefined, 'SHA-1 is broken and not accepted')
  const digest = digestOf(readObjectIdentifier(readSequence(hash, 'PSS hash')[0], 'PSS hash'))
  const [maskOid, maskHash] = readSequence(mask, 'PSS mask', 2)
  const isMgf1 = readObjectIdentifier(maskOid, 'PSS mask') === mgf1
  demandSupported(isMgf1, 'the PSS mask is not MGF1')
  const maskDigest = digestOf(readObjectIdentifier(readSequence(maskHash, 'PSS mask')[0], 'PSS mask'))
  const isOne = digest === maskDigest && digest === digestOf(digestAlgorithm)
  demandSupported(isOne, 'the PSS parameters name several digests')
  const saltBytes = salt === undefined ? Buffer.of(20) : readInteger(salt, 'PSS salt')
  demandSupported(saltBytes.length === 1, 'the PSS salt is too long')
  return { key: 'rsa', digest, pssSalt: saltBytes.readUInt8() }
}
