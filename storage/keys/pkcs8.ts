import { createPrivateKey, type KeyObject } from 'node:crypto'
import { signerUnfit } from './signer-unfit.ts'

/**
 * Opens an encrypted PKCS#8 key in PEM (RFC 5958, PBES2). A key that is not encrypted is refused: it would be as safe
 * as its file, which nobody can tell. Throws `SIGNER_UNFIT`.
 */
export function pkcs8Key(pem: string, passphrase: string): KeyObject {
  const isEncrypted = pem.startsWith('-----BEGIN ENCRYPTED PRIVATE KEY-----\n')
  if (!isEncrypted) throw signerUnfit('the key file is no encrypted PKCS#8 key in PEM')
  try {
    return createPrivateKey({ key: pem, passphrase })
  } catch (cause) {
    throw signerUnfit('the passphrase does not open the key file, or the file is damaged', cause)
  }
}
