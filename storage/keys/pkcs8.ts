import { createPrivateKey, type KeyObject } from 'node:crypto'
import { decodeDer } from '#archive-schema/evidence/der.ts'
import { readSequence } from '#archive-schema/evidence/read-der.ts'
import { unfitUnlessWeak } from './key-weak.ts'
import { readStrongPbes2 } from './pbes2.ts'
import { signerUnfit } from './signer-unfit.ts'

const form = /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n([A-Za-z0-9+/=\n]+)-----END ENCRYPTED PRIVATE KEY-----\n$/
const maxBytes = 64 * 1024
const damaged = 'the passphrase does not open the key file, or the file is damaged'

/**
 * Opens an encrypted PKCS#8 key in PEM (RFC 5958, PBES2). A key that is not encrypted is refused: it would be as safe
 * as its file, which nobody can tell. Throws `SIGNER_KEY_WEAK`, `SIGNER_UNFIT`.
 */
export function pkcs8Key(pem: string, passphrase: string): KeyObject {
  const isEncrypted = pem.startsWith('-----BEGIN ENCRYPTED PRIVATE KEY-----\n')
  if (!isEncrypted) throw signerUnfit('the key file is no encrypted PKCS#8 key in PEM')
  const [, body] = form.exec(pem) ?? []
  if (body === undefined) throw signerUnfit(damaged)
  return encryptedKey(Buffer.from(body, 'base64'), passphrase)
}

/** The same in DER (EncryptedPrivateKeyInfo). */
export function encryptedKey(der: Buffer, passphrase: string): KeyObject {
  try {
    const [algorithm] = readSequence(decodeDer(der, maxBytes, 'the key file'), 'the key file', 2)
    readStrongPbes2(algorithm)
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8', passphrase })
  } catch (cause) {
    throw unfitUnlessWeak(cause, damaged)
  }
}
