import { Buffer } from 'node:buffer'
import { decodeDer } from '#archive-schema/evidence/der.ts'
import {
  isContext,
  readBits,
  readContext,
  readObjectIdentifier,
  readOctets,
  readSequence,
} from '#archive-schema/evidence/read-der.ts'
import { distinguishedName } from './distinguished-name.ts'
import { decodePem, encoded, PublicKey } from './public-key.ts'
import { verify } from './verify.ts'

const maxCertificateBytes = 16 * 1024
const label = 'CERTIFICATE'
const extendedKeyUsage = '2.5.29.37'
const digests: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

/** A certificate in the form of `X509Certificate` of `node:crypto`, as far as evidence asks. */
export class X509Certificate {
  readonly raw: Buffer
  readonly subject: string
  readonly issuer: string
  readonly publicKey: PublicKey
  /** Purposes of the key, dotted; `undefined` without a limit. */
  readonly keyUsage: readonly string[] | undefined
  readonly #signed: Buffer
  readonly #algorithm: string
  readonly #signature: Buffer

  /** Reads DER, or PEM with nothing around it. Throws for anything else. */
  constructor(content: string | Uint8Array) {
    this.raw = typeof content === 'string' ? decodePem(label, content) : Buffer.from(content)
    const [signed, algorithm, signature] = readSequence(
      decodeDer(this.raw, maxCertificateBytes, 'a certificate'),
      'certificate',
      3,
    )
    const [, , , issuer, , subject, key, ...rest] = readSequence(signed, 'certificate content')
    this.subject = distinguishedName(subject)
    this.issuer = distinguishedName(issuer)
    this.publicKey = new PublicKey(encoded(key, 'the public key'))
    this.keyUsage = purposesOf(rest.find((element) => isContext(element, 3)))
    this.#signed = encoded(signed, 'certificate content')
    this.#algorithm = readObjectIdentifier(readSequence(algorithm, 'signature algorithm')[0], 'signature algorithm')
    this.#signature = readBits(signature, 'certificate signature')
  }

  /** Whether the certificate is signed with this key. */
  verify(issuer: PublicKey): boolean {
    const digest = digests[this.#algorithm]
    return digest !== undefined && verify(digest, this.#signed, issuer, this.#signature)
  }

  /** PEM. */
  toString(): string {
    const lines = this.raw.toString('base64').match(/.{1,64}/g) ?? []
    return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
  }
}

function purposesOf(wrapper: Parameters<typeof readContext>[0]): readonly string[] | undefined {
  if (wrapper === undefined) return undefined
  const [list] = readContext(wrapper, 3, 'certificate extensions', 1)
  const extension = readSequence(list, 'certificate extensions')
    .map((one) => readSequence(one, 'certificate extension'))
    .find(([oid]) => readObjectIdentifier(oid, 'certificate extension') === extendedKeyUsage)
  if (extension === undefined) return undefined
  const content = decodeDer(readOctets(extension.at(-1), 'extKeyUsage'), maxCertificateBytes, 'extKeyUsage')
  return readSequence(content, 'extKeyUsage').map((purpose) => readObjectIdentifier(purpose, 'extKeyUsage'))
}
