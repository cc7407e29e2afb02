import type { Buffer } from 'node:buffer'
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import forge from 'node-forge'
import { messageOf } from '#archive-schema/caught-error.ts'
import { decodeDer, encodeDer } from '#archive-schema/evidence/der.ts'
import { type Certificate, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { signerUnfit } from './signer-unfit.ts'

const maxBytes = 256 * 1024
const { certBag, pkcs8ShroudedKeyBag } = forge.pki.oids
type Bag = forge.pkcs12.Bag

/**
 * Opens a PKCS#12 file (RFC 7292): its one private key, RSA, P-256 or SM2, and its certificates, that of the key first,
 * then its issuers one after another, without a root. node-forge decrypts it. Throws `SIGNER_UNFIT`.
 */
export function pkcs12Content(
  bytes: Uint8Array,
  passphrase: string,
): { readonly privateKey: KeyObject; readonly certificates: readonly Uint8Array[] } {
  const bags = decrypt(bytes, passphrase)
  const [key, ...more] = bags(pkcs8ShroudedKeyBag)
  if (key === undefined || more.length > 0) throw signerUnfit('the PKCS#12 file does not hold one encrypted key')
  const privateKey = createPrivateKey({ key: keyBytes(key), format: 'der', type: 'pkcs8' })
  const certificates = bags(certBag).map((bag) => readCertificate(certificateBytes(bag)))
  return { privateKey, certificates: chainOf(privateKey, certificates).map(({ der }) => der) }
}

function decrypt(bytes: Uint8Array, passphrase: string): (type: string | undefined) => readonly Bag[] {
  try {
    const file = forge.pkcs12.pkcs12FromAsn1(decodeDer(bytes, maxBytes, 'the PKCS#12 file'), true, passphrase)
    return (type = '') => file.getBags({ bagType: type })[type] ?? []
  } catch (cause) {
    throw signerUnfit(`the PKCS#12 file cannot be opened: ${messageOf(cause)}`, cause)
  }
}

/** PKCS#8 of the key. An RSA key comes parsed, every other as it stood there. */
function keyBytes({ key, asn1 }: Bag): Buffer {
  return encodeDer(key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)) : asn1)
}

/** An RSA certificate comes parsed, every other as it stood there. */
function certificateBytes({ cert, asn1 }: Bag): Buffer {
  return encodeDer(cert ? forge.pki.certificateToAsn1(cert) : asn1)
}

function chainOf(privateKey: KeyObject, certificates: readonly Certificate[]): readonly Certificate[] {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const isOfKey = (one: Certificate) => one.publicKey.export({ type: 'spki', format: 'der' }).equals(publicKey)
  const chain: Certificate[] = []
  for (let next = certificates.find(isOfKey); next !== undefined; ) {
    chain.push(next)
    const { issuer } = next
    next = certificates.find(
      (one) => one.subject.equals(issuer) && !one.subject.equals(one.issuer) && !chain.includes(one),
    )
  }
  if (chain.length === 0) throw signerUnfit('the PKCS#12 file does not hold the certificate of its key')
  return chain
}
