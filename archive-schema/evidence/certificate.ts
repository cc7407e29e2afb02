import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import {
  algorithmIdentifier,
  bitString,
  booleanTrue,
  context,
  contextOctets,
  type Der,
  decodeDer,
  encodeDer,
  integer,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  setOf,
  smallInteger,
  time,
  utf8String,
} from './der.ts'
import { certificateSignatureOf, oids } from './oids.ts'
import { readBits, readSequence } from './read-der.ts'
import type { SignatureAlgorithm } from './signature-profiles.ts'

/** 可辨别名 (distinguished name) of a certificate's subject or issuer. */
export type CertificateName = {
  /** Two capital letters (ISO 3166-1). */
  readonly country: string
  readonly organization: string
  readonly commonName: string
}

/** What a certificate is to say. Keys are SubjectPublicKeyInfo in DER. */
export type CertificateTemplate = {
  /** 16 to 20 random bytes. */
  readonly serial: Uint8Array
  readonly subject: CertificateName
  readonly subjectKey: Uint8Array
  readonly issuer: CertificateName
  readonly issuerKey: Uint8Array
  readonly notBefore: Date
  readonly notAfter: Date
  /** An authority with the number of authorities that may stand below it, one who signs records, or a time-stamp authority. */
  readonly role: { readonly authorityAbove: number } | 'signer' | 'time-stamps'
}

/** Signs `tbs`, the message and not its digest, with the issuer's key. */
export type CertificateSigning = {
  readonly algorithm: SignatureAlgorithm
  sign(tbs: Uint8Array): Promise<Uint8Array>
}

const maxKeyBytes = 4096

/** DER of an X.509 certificate, version 3 (RFC 5280), with the extensions that the role needs. */
export async function buildCertificate(template: CertificateTemplate, issuer: CertificateSigning): Promise<Uint8Array> {
  const algorithm = algorithmIdentifier(certificateSignatureOf[issuer.algorithm])
  const toBeSigned = sequence(
    context(0, smallInteger(2)),
    integer(positive(template.serial)),
    algorithm,
    distinguishedName(template.issuer),
    sequence(time(template.notBefore), time(template.notAfter)),
    distinguishedName(template.subject),
    decodeDer(template.subjectKey, maxKeyBytes, 'the public key'),
    context(3, sequence(...extensions(template))),
  )
  const signature = await issuer.sign(encodeDer(toBeSigned))
  return encodeDer(sequence(toBeSigned, algorithm, bitString(signature)))
}

function positive(serial: Uint8Array): Buffer {
  const bytes = Buffer.from(serial)
  // The first byte between 0x40 and 0x7f keeps the number positive and its encoding as long as the bytes.
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes
}

/** Name (RFC 5280 4.1.2.4) of country, organization and common name. */
export function distinguishedName({ country, organization, commonName }: CertificateName): Der {
  const part = (oid: string, value: Der) => setOf(sequence(objectIdentifier(oid), value))
  return sequence(
    part(oids.countryName, printableString(country)),
    part(oids.organizationName, utf8String(organization)),
    part(oids.commonName, utf8String(commonName)),
  )
}

function extensions({ role, subjectKey, issuerKey }: CertificateTemplate): readonly Der[] {
  const identifiers = [
    extension(oids.subjectKeyIdentifier, octetString(keyIdentifier(subjectKey))),
    extension(oids.authorityKeyIdentifier, sequence(contextOctets(0, keyIdentifier(issuerKey)))),
  ]
  if (typeof role === 'string') {
    const purpose = criticalExtension(oids.extendedKeyUsage, sequence(objectIdentifier(oids.timeStamping)))
    return [
      criticalExtension(oids.basicConstraints, sequence()),
      // digitalSignature, nonRepudiation
      criticalExtension(oids.keyUsage, bitString(Uint8Array.of(0xc0), 6)),
      ...(role === 'time-stamps' ? [purpose] : []),
      ...identifiers,
    ]
  }
  return [
    criticalExtension(oids.basicConstraints, sequence(booleanTrue(), smallInteger(role.authorityAbove))),
    // keyCertSign, cRLSign
    criticalExtension(oids.keyUsage, bitString(Uint8Array.of(0x06), 1)),
    ...identifiers,
  ]
}

function extension(oid: string, value: Der): Der {
  return sequence(objectIdentifier(oid), octetString(encodeDer(value)))
}

function criticalExtension(oid: string, value: Der): Der {
  return sequence(objectIdentifier(oid), booleanTrue(), octetString(encodeDer(value)))
}

/** Key identifier by RFC 7093 2 (1): the leftmost 160 bits of the SHA-256 of the key's bits. */
function keyIdentifier(publicKey: Uint8Array): Uint8Array {
  const [, bits] = readSequence(decodeDer(publicKey, maxKeyBytes, 'the public key'), 'the public key', 2)
  return createHash('sha256').update(readBits(bits, 'the bits of the public key')).digest().subarray(0, 20)
}
