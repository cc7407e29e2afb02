import { createHash } from 'node:crypto'
import {
  bitString,
  context,
  type Der,
  encodeDer,
  generalizedTime,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  smallInteger,
  time,
  utf8String,
} from '../evidence/der.ts'
import { embedded, type Sm2Party, sm2WithSm3 } from './sm2-trial.ts'

/** What a test wants of a seal and of its use; the rest is ordinary. */
export type SealWishes = {
  readonly maker: Sm2Party
  readonly signer: Sm2Party
  /** Those who may use the seal; the signer if nobody is named. */
  readonly listed?: readonly Sm2Party[]
  /** Lists digests of certificates instead of certificates. */
  readonly byDigest?: string
  readonly validTo?: Date
  readonly at?: Date
  /** Bytes of the file that the seal is put on, and its path. */
  readonly file: Uint8Array
  readonly path: string
  /** Who really signs: somebody else for a forgery. */
  readonly makerKey?: Sm2Party
  readonly signerKey?: Sm2Party
  readonly timeStamp?: (signature: Uint8Array) => Uint8Array
  /** A seal that is there already; no two are made alike. */
  readonly seal?: Der
}

export const sealName = '测试专用章'
const validFrom = new Date('2020-01-01T00:00:00Z')
const algorithm = objectIdentifier(sm2WithSm3)

/** DER of a seal (SESeal) by GB/T 38540-2020. */
export function makeSeal({ maker, signer, listed = [signer], byDigest, validTo, makerKey = maker }: SealWishes): Der {
  const certificates = listed.map(({ certificate }) => octetString(certificate))
  const digests = listed.map(({ certificate }) =>
    sequence(printableString(byDigest ?? ''), octetString(createHash('sm3').update(certificate).digest())),
  )
  const property = sequence(
    smallInteger(1),
    utf8String(sealName),
    smallInteger(byDigest === undefined ? 1 : 2),
    sequence(...(byDigest === undefined ? certificates : digests)),
    generalizedTime(validFrom),
    generalizedTime(validFrom),
    generalizedTime(validTo ?? new Date('2030-01-01T00:00:00Z')),
  )
  const info = sealInfo(4, property)
  return sequence(info, octetString(maker.certificate), algorithm, bitString(makerKey.sign(encodeDer(info))))
}

/** DER of a signature by a seal (SES_Signature) by GB/T 38540-2020. */
export function makeSealSignature(wishes: SealWishes): Buffer {
  const { signer, signerKey = signer, at = new Date('2026-01-02T03:04:05Z'), timeStamp } = wishes
  const seal = wishes.seal ?? makeSeal(wishes)
  const signed = sequence(smallInteger(4), seal, generalizedTime(at), hash(wishes), ia5(`/${wishes.path}`))
  const signature = signerKey.sign(encodeDer(signed))
  const stamp = timeStamp === undefined ? [] : [context(0, bitString(timeStamp(signature)))]
  return encodeDer(sequence(signed, octetString(signer.certificate), algorithm, bitString(signature), ...stamp))
}

/** DER of a signature by a seal by GM/T 0031-2014. */
export function makeOlderSealSignature(wishes: SealWishes): Buffer {
  const { maker, signer, makerKey = maker, at = new Date('2026-01-02T03:04:05Z') } = wishes
  const listed = sequence(octetString(signer.certificate))
  const [from, to] = [time(validFrom), time(wishes.validTo ?? new Date('2030-01-01T00:00:00Z'))]
  const info = sealInfo(1, sequence(smallInteger(1), utf8String(sealName), listed, from, from, to))
  const makerPart = [octetString(maker.certificate), algorithm]
  const signInfo = sequence(...makerPart, bitString(makerKey.sign(encodeDer(sequence(info, ...makerPart)))))
  const signed = sequence(
    smallInteger(1),
    sequence(info, signInfo),
    bitString(encodeDer(time(at))),
    hash(wishes),
    ia5(`/${wishes.path}`),
    octetString(signer.certificate),
    algorithm,
  )
  return encodeDer(sequence(signed, bitString((wishes.signerKey ?? signer).sign(encodeDer(signed)))))
}

function sealInfo(version: number, property: Der): Der {
  const header = sequence(ia5('ES'), smallInteger(version), ia5('test'))
  const picture = sequence(ia5('PNG'), octetString(Buffer.of(1)), smallInteger(40), smallInteger(40))
  return sequence(header, ia5('0001'), property, picture)
}

function hash({ file }: SealWishes): Der {
  return bitString(createHash('sm3').update(file).digest())
}

function ia5(text: string): Der {
  return embedded(Buffer.concat([Buffer.of(0x16, text.length), Buffer.from(text)]))
}
