import { createPublicKey, type KeyObject } from 'node:crypto'
import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { type Certificate, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { unfitUnlessWeak } from './key-weak.ts'
import { encryptedKey } from './pkcs8.ts'
import { type Pkcs12Bags, readPkcs12Bags } from './pkcs12-bags.ts'
import { signerUnfit } from './signer-unfit.ts'

/**
 * Opens a PKCS#12 file (RFC 7292): its one private key, RSA, P-256 or SM2, and its certificates, that of the key first,
 * then its issuers one after another, without a root. Throws `SIGNER_KEY_WEAK`, `SIGNER_UNFIT`.
 */
export async function pkcs12Content(
  bytes: Uint8Array,
  passphrase: string,
): Promise<{ readonly privateKey: KeyObject; readonly certificates: readonly Uint8Array[] }> {
  const { keys, certificates } = await openBags(bytes, passphrase)
  const [key, ...more] = keys
  if (key === undefined || more.length > 0) throw signerUnfit('the PKCS#12 file does not hold one encrypted key')
  const privateKey = encryptedKey(key, passphrase)
  return { privateKey, certificates: chainOf(privateKey, certificates.map(readCertificate)).map(({ der }) => der) }
}

async function openBags(bytes: Uint8Array, passphrase: string): Promise<Pkcs12Bags> {
  try {
    return await readPkcs12Bags(bytes, passphrase)
  } catch (cause) {
    throw unfitUnlessWeak(cause, `the PKCS#12 file cannot be opened: ${reasonOf(cause)}`)
  }
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
