import { type Der, decodeDer, encodeDer } from '#archive-schema/evidence/der.ts'
import {
  readContext,
  readInteger,
  readObjectIdentifier,
  readOctets,
  readSequence,
} from '#archive-schema/evidence/read-der.ts'
import { primitiveContext } from '#archive-schema/signatures/read-values.ts'
import { demandStrong } from './key-weak.ts'
import { decryptPbes2, readStrongPbes2 } from './pbes2.ts'
import { isMacOf } from './pkcs12-mac.ts'
import { signerUnfit } from './signer-unfit.ts'

/** What a PKCS#12 file holds. */
export type Pkcs12Bags = {
  /** Each DER of an EncryptedPrivateKeyInfo. */
  readonly keys: readonly Buffer[]
  /** Each DER of an X.509 certificate, in the order of the file. */
  readonly certificates: readonly Buffer[]
}

const maxBytes = 256 * 1024
const file = 'the PKCS#12 file'
const oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
} as const

/**
 * Reads a PKCS#12 file (PFX, RFC 7292 4) that is protected by a passphrase, in DER. Throws `SIGNER_KEY_WEAK`, `SIGNER_UNFIT` for another
 * passphrase, `SIGNATURE_INVALID` for what is no such file.
 */
export async function readPkcs12Bags(bytes: Uint8Array, passphrase: string): Promise<Pkcs12Bags> {
  const [version, authSafe, macData, ...more] = readSequence(decodeDer(bytes, maxBytes, file), file)
  const isVersion3 = more.length === 0 && readInteger(version, `version of ${file}`).equals(Uint8Array.of(3))
  if (!isVersion3) throw signerUnfit(`${file} is not version 3`)
  const content = readData(authSafe)
  if (!isMacOf(content, macData, passphrase)) throw signerUnfit(`the passphrase does not open ${file}`)
  const safes = readSequence(decodeDer(content, maxBytes, file), file)
  const opened = await Promise.all(safes.map((safe) => openSafe(safe, passphrase)))
  const bags = opened.flatMap((safe) => readSequence(decodeDer(safe, maxBytes, file), file).map(readBag))
  return {
    keys: bags.flatMap(({ type, value }) => (type === oids.shroudedKeyBag ? [encodeDer(value)] : [])),
    certificates: bags.flatMap(({ type, value }) => (type === oids.certBag ? readCertificates(value) : [])),
  }
}

/** A ContentInfo of plain bytes. */
function readData(contentInfo: Der | undefined): Buffer {
  const [type, wrapped] = readSequence(contentInfo, file, 2)
  if (readObjectIdentifier(type, file) !== oids.data) throw signerUnfit(`${file} is not protected by a passphrase`)
  return readOctets(readContext(wrapped, 0, file, 1)[0], file)
}

/** SafeContents as they are, or decrypted. */
async function openSafe(contentInfo: Der, passphrase: string): Promise<Buffer> {
  const [type, wrapped] = readSequence(contentInfo, file, 2)
  if (readObjectIdentifier(type, file) !== oids.encryptedData) return readData(contentInfo)
  const [, info] = readSequence(readContext(wrapped, 0, file, 1)[0], file, 2)
  const [, algorithm, encrypted] = readSequence(info, file, 3)
  const bytes = primitiveContext(encrypted, 0)
  if (bytes === undefined) throw signerUnfit(`${file} holds nothing that is encrypted`)
  return decryptPbes2(readStrongPbes2(algorithm), bytes, passphrase)
}

function readBag(bag: Der): { readonly type: string; readonly value: Der } {
  const [id, wrapped] = readSequence(bag, file)
  const type = readObjectIdentifier(id, file)
  demandStrong(type !== oids.keyBag, `${file} has a key that is not encrypted`)
  const [value] = readContext(wrapped, 0, file, 1)
  if (value === undefined) throw signerUnfit(`${file} has an empty bag`)
  return { type, value }
}

/** Certificates of other kinds than X.509 are passed over. */
function readCertificates(certBag: Der): readonly Buffer[] {
  const [type, wrapped] = readSequence(certBag, file, 2)
  if (readObjectIdentifier(type, file) !== oids.x509Certificate) return []
  return [readOctets(readContext(wrapped, 0, file, 1)[0], file)]
}
