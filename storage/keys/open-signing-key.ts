import { parseTrustAnchors } from '#archive-schema/signatures/trust-anchors.ts'
import { httpSigning } from './http-signing.ts'
import { readKeyBytes, readKeyText, readPassphrase } from './key-files.ts'
import type { KeyReference } from './key-reference.ts'
import { keySigning } from './key-signer.ts'
import { pkcs8Key } from './pkcs8.ts'
import { pkcs11Signing } from './pkcs11-signing.ts'
import { pkcs12Content } from './pkcs12.ts'
import { signerUnfit } from './signer-unfit.ts'
import type { SigningKey } from './signing-key.ts'

/**
 * Opens the key of a reference with its certificates. `passphrase` is that of the environment, which a file goes before.
 * Whether the key is fit to sign is asked elsewhere. Throws `SIGNER_KEY_WEAK`, `SIGNER_UNFIT`.
 */
export async function openSigningKey(reference: KeyReference, passphrase: string | undefined): Promise<SigningKey> {
  const secret = await readSecret(reference, passphrase)
  switch (reference.scheme) {
    case 'pkcs8':
      return withCertificates(reference, keySigning(pkcs8Key(await readKeyText(reference.file), secret)))
    case 'pkcs12': {
      const { privateKey, certificates } = await pkcs12Content(await readKeyBytes(reference.file), secret)
      if (reference.certificates !== undefined) return withCertificates(reference, keySigning(privateKey))
      return { signing: keySigning(privateKey), certificates }
    }
    case 'pkcs11':
      return withCertificates(reference, await pkcs11Signing(reference, secret, await readCertificates(reference)))
    case 'http':
      return withCertificates(reference, httpSigning(reference, secret, await readCertificates(reference)))
  }
}

async function withCertificates(reference: KeyReference, signing: SigningKey['signing']): Promise<SigningKey> {
  return { signing, certificates: (await readCertificates(reference)).map(({ der }) => der) }
}

async function readCertificates({ certificates: path = '' }: KeyReference) {
  const pem = await readKeyText(path)
  try {
    return parseTrustAnchors(pem)
  } catch (cause) {
    throw signerUnfit(`${path} holds no certificates`, cause)
  }
}

async function readSecret({ passphraseFile }: KeyReference, passphrase = ''): Promise<string> {
  return passphraseFile === undefined ? passphrase : readPassphrase(passphraseFile)
}
