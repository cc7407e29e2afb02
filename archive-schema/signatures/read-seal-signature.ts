import type { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { type Der, decodeDer, encodeDer } from '#archive-schema/evidence/der.ts'
import {
  isContext,
  readBits,
  readContext,
  readObjectIdentifier,
  readOctets,
  readSequence,
} from '#archive-schema/evidence/read-der.ts'
import { type ElectronicSeal, readSeal, type SealedPart } from './read-seal.ts'
import { isTime, readAnyTime, readText } from './read-values.ts'

/** 电子签章数据 (SES_Signature): a seal put on a file whose digest it holds. */
export type SealSignature = {
  readonly seal: ElectronicSeal
  /** DER of the seal, as it stands in the signature. */
  readonly sealBytes: Buffer
  readonly time: Date
  /** 原文杂凑值: digest of the signed file, in OFD of `Signature.xml`. */
  readonly dataHash: Buffer
  /** 原文属性: in OFD the path of the signed file. */
  readonly property: string
  readonly signer: SealedPart
  /** Token over the signature value. */
  readonly timeStamp?: Buffer
}

const maxSignatureBytes = 8 * 2 ** 20

/** Whether signature data are a message (CMS, GB/T 35275), which begins with its type, and not those of a seal. */
export function isMessage(bytes: Uint8Array): boolean {
  const [first] = readSequence(decodeDer(bytes, maxSignatureBytes, 'the signature'), 'the signature')
  return first?.tagClass === 0 && first.type === 6
}

/** Reads the signature of a seal by GB/T 38540-2020 or, with two elements, by GM/T 0031-2014. Throws `SIGNATURE_INVALID`. */
export function readSealSignature(bytes: Uint8Array): SealSignature {
  const parts = readSequence(decodeDer(bytes, maxSignatureBytes, 'the signature'), 'SES_Signature')
  const [signed, certificate, algorithm, signature, timeStamp] = parts
  const content = readSequence(signed, 'TBS_Sign')
  demandOfSignature(signed !== undefined, 'TBS_Sign is missing')
  const signedBytes = encodeDer(signed)
  if (parts.length === 2) return { ...readContent(content), signer: olderSigner(signedBytes, content, certificate) }
  return {
    ...readContent(content),
    signer: signerOf(signedBytes, certificate, algorithm, signature),
    ...(isContext(timeStamp, 0)
      ? { timeStamp: readBits(readContext(timeStamp, 0, 'timeStamp', 1)[0], 'timeStamp') }
      : {}),
  }
}

function readContent([, seal, time, dataHash, property]: readonly Der[]) {
  demandOfSignature(seal !== undefined, 'the seal is missing')
  return {
    seal: readSeal(seal),
    sealBytes: encodeDer(seal),
    time: readSealTime(time),
    dataHash: readBits(dataHash, 'dataHash'),
    property: readText(property, 'propertyInfo'),
  }
}

/** GM/T 0031 puts certificate and algorithm of the signer among what is signed. */
function olderSigner(signedBytes: Buffer, content: readonly Der[], signature: Der | undefined): SealedPart {
  const [certificate, algorithm] = content.slice(5)
  return signerOf(signedBytes, certificate, algorithm, signature)
}

function signerOf(signedBytes: Buffer, certificate?: Der, algorithm?: Der, signature?: Der): SealedPart {
  return {
    signedBytes,
    certificate: readOctets(certificate, "the signer's certificate"),
    algorithm: readObjectIdentifier(algorithm, 'signatureAlgID'),
    signature: readBits(signature, 'signature value'),
  }
}

/** GB/T 38540 writes a time; GM/T 0031 a BIT STRING, in practice around the encoding of a time. */
function readSealTime(value: Der | undefined): Date {
  if (isTime(value)) return readAnyTime(value, 'timeInfo')
  return readAnyTime(decodeDer(readBits(value, 'timeInfo'), 64, 'timeInfo'), 'timeInfo')
}
