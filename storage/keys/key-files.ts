import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Certificate, readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { signerUnfit } from './signer-unfit.ts'

/** Reads a file with one private key in PEM, not encrypted. Throws `SIGNER_UNFIT`. */
export async function readKeyFile(path: string): Promise<KeyObject> {
  const pem = await readKeyText(path)
  try {
    return createPrivateKey(pem)
  } catch (cause) {
    throw signerUnfit(`${path} is no private key`, cause)
  }
}

/** Reads a file with one certificate in PEM and nothing else. Throws `SIGNER_UNFIT`. */
export async function readCertificateFile(path: string): Promise<Certificate> {
  const pem = await readKeyText(path)
  try {
    return readPemCertificate(pem)
  } catch (cause) {
    throw signerUnfit(`${path} is no certificate`, cause)
  }
}

/** Reads a text file. Throws `SIGNER_UNFIT`. */
export async function readKeyText(path: string): Promise<string> {
  return (await readKeyBytes(path)).toString('utf8')
}

/** Reads a passphrase, which is the one line of its file. Throws `SIGNER_UNFIT`. */
export async function readPassphrase(path: string): Promise<string> {
  return (await readKeyText(path)).replace(/\r?\n$/, '')
}

/** Reads a file. Throws `SIGNER_UNFIT`. */
export async function readKeyBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw signerUnfit(`${path} cannot be read`, cause)
  }
}
