import { Buffer } from 'node:buffer'
import { type KeyObject, X509Certificate } from 'node:crypto'
import { RecentResults } from '#archive-schema/recent-results.ts'
import { demandOfSignature, reasonOf } from './demand.ts'
import { decodeDer, encodeDer } from './der.ts'
import { digestHex } from './digest.ts'
import { oids } from './oids.ts'
import {
  equalDer,
  isBoolean,
  isContext,
  readBits,
  readBoolean,
  readContext,
  readInteger,
  readObjectIdentifier,
  readSequence,
  readTime,
} from './read-der.ts'
import { type Extension, readExtensions } from './read-extensions.ts'

/** 数字证书 (X.509 certificate) as far as evidence asks. Names and serial are kept as DER, to be compared byte for byte. */
export type Certificate = {
  readonly der: Uint8Array
  /** SHA-256 of `der`, hexadecimal: how a signer is pinned. */
  readonly sha256: string
  /** The signed part of `der`, and the issuer's signature over it. */
  readonly content: Buffer
  readonly signature: Buffer
  /** Node's view of the same bytes: check of the issuer's signature, unless it is SM2, and of a private key. */
  readonly x509: X509Certificate
  readonly publicKey: KeyObject
  /** Subject on one line, for people. */
  readonly name: string
  readonly serial: Buffer
  readonly issuer: Buffer
  readonly subject: Buffer
  readonly signatureAlgorithm: Buffer
  readonly notBefore: Date
  readonly notAfter: Date
  /** Whether it is an authority's, and how many authorities may stand below. */
  readonly authority: { readonly pathLength: number } | undefined
  /** `undefined` if the certificate does not limit what its key is for. */
  readonly keyUsage: { readonly signs: boolean; readonly certifies: boolean } | undefined
  /** Purposes that its key is limited to, and whether a reader must heed them; `undefined` if there is no limit. */
  readonly purposes: { readonly oids: readonly string[]; readonly isCritical: boolean } | undefined
}

const maxCertificateBytes = 16 * 1024
const understood: ReadonlySet<string> = new Set([oids.basicConstraints, oids.keyUsage, oids.extendedKeyUsage])

/** The certificates of one archive's signers and authorities are read with every signature. */
const recent = new RecentResults<Certificate>(32)
const recentPem = new RecentResults<Certificate>(8)

/** Reads one certificate in DER. Throws `SIGNATURE_INVALID`, also for critical extensions that are not understood. */
export function readCertificate(der: Uint8Array): Certificate {
  return recent.get(digestHex('sha256', der), () => parseCertificate(Buffer.from(der)))
}

function parseCertificate(der: Buffer): Certificate {
  const [toBeSigned, outerAlgorithm, signature] = readSequence(
    decodeDer(der, maxCertificateBytes, 'a certificate'),
    'certificate',
    3,
  )
  const [version, serial, algorithm, issuer, validity, subject, ...rest] = readSequence(
    toBeSigned,
    'certificate content',
  )
  const [versionNumber] = readContext(version, 0, 'certificate version', 1)
  demandOfSignature(
    readInteger(versionNumber, 'certificate version').equals(Uint8Array.of(2)),
    'a certificate is not v3',
  )
  demandOfSignature(
    toBeSigned !== undefined && algorithm !== undefined && issuer !== undefined && subject !== undefined,
    'a certificate is cut off',
  )
  demandOfSignature(equalDer(outerAlgorithm, algorithm), 'a certificate names two signature algorithms')
  const [notBefore, notAfter] = readSequence(validity, 'certificate validity', 2)
  const x509 = openX509(der)
  const [list] = readContext(
    rest.find((element) => isContext(element, 3)),
    3,
    'certificate extensions',
    1,
  )
  const extensions = readExtensions(list, 'a certificate', understood)
  return {
    der,
    sha256: digestHex('sha256', der),
    content: encodeDer(toBeSigned),
    signature: readBits(signature, 'signature of a certificate'),
    x509,
    publicKey: readPublicKey(x509),
    name: x509.subject.replaceAll('\n', ', '),
    serial: readInteger(serial, 'certificate serial'),
    issuer: encodeDer(issuer),
    subject: encodeDer(subject),
    signatureAlgorithm: encodeDer(algorithm),
    notBefore: readTime(notBefore, 'begin of validity'),
    notAfter: readTime(notAfter, 'end of validity'),
    authority: readBasicConstraints(extensions.get(oids.basicConstraints)?.content),
    keyUsage: readKeyUsage(extensions.get(oids.keyUsage)?.content),
    purposes: readPurposes(extensions.get(oids.extendedKeyUsage)),
  }
}

/** Reads a file that holds exactly one certificate in PEM and nothing else. Throws `SIGNATURE_INVALID`. */
export function readPemCertificate(pem: string): Certificate {
  return recentPem.get(pem, () => {
    const x509 = openX509(pem)
    demandOfSignature(x509.toString() === pem, 'the PEM text is not one certificate and nothing else')
    return readCertificate(x509.raw)
  })
}

/** PEM of a certificate. */
export function certificatePem(der: Uint8Array): string {
  return openX509(der).toString()
}

function openX509(content: string | Uint8Array): X509Certificate {
  try {
    return new X509Certificate(content)
  } catch (cause) {
    demandOfSignature(false, `a certificate cannot be read: ${reasonOf(cause)}`)
  }
}

function readPublicKey(x509: X509Certificate): KeyObject {
  try {
    return x509.publicKey
  } catch (cause) {
    demandOfSignature(false, `the key of a certificate cannot be read: ${reasonOf(cause)}`)
  }
}

function readBasicConstraints(extension: Buffer | undefined): Certificate['authority'] {
  if (extension === undefined) return undefined
  const fields = [...readSequence(decodeDer(extension, maxCertificateBytes, 'basicConstraints'), 'basicConstraints')]
  const isAuthority = isBoolean(fields[0]) && readBoolean(fields.shift(), 'basicConstraints')
  const limit = fields.shift()
  demandOfSignature(fields.length === 0 && (isAuthority || limit === undefined), 'basicConstraints has another form')
  if (!isAuthority) return undefined
  if (limit === undefined) return { pathLength: Number.POSITIVE_INFINITY }
  const [pathLength, ...more] = readInteger(limit, 'path length')
  demandOfSignature(
    pathLength !== undefined && pathLength < 0x80 && more.length === 0,
    'the path length is no small number',
  )
  return { pathLength }
}

function readKeyUsage(extension: Buffer | undefined): Certificate['keyUsage'] {
  if (extension === undefined) return undefined
  const bits = readBits(decodeDer(extension, maxCertificateBytes, 'keyUsage'), 'keyUsage')[0] ?? 0
  // digitalSignature or nonRepudiation; keyCertSign (RFC 5280 4.2.1.3)
  return { signs: (bits & 0xc0) !== 0, certifies: (bits & 0x04) !== 0 }
}

function readPurposes(extension: Extension | undefined): Certificate['purposes'] {
  if (extension === undefined) return undefined
  const purposes = readSequence(decodeDer(extension.content, maxCertificateBytes, 'extKeyUsage'), 'extKeyUsage')
  return {
    oids: purposes.map((purpose) => readObjectIdentifier(purpose, 'extKeyUsage')),
    isCritical: extension.isCritical,
  }
}
