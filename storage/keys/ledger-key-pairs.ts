import { createPublicKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pkcs8Key } from './pkcs8.ts'

/** Both keys of a ledger, each with the public key that verifiers are given. */
export type LedgerKeyPairs = {
  readonly ed25519: KeyObject
  readonly ed25519Pem: string
  readonly sm2: KeyObject
  readonly sm2Pem: string
  /** Size of the first checkpoint that the SM2 key signs; 0: it signs all. */
  readonly sm2From: number
}

/** Files of the keys of a ledger: encrypted PKCS#8 in PEM, both under one passphrase. */
export type LedgerKeyFiles = {
  readonly ed25519: string
  readonly sm2: string
  readonly passphrase: string
}

/** Opens configured keys. Throws `SIGNER_UNFIT`, and what reading a file throws. */
export async function configuredKeys(files: LedgerKeyFiles): Promise<LedgerKeyPairs> {
  const open = async (file: string) => pkcs8Key(await readFile(file, 'utf8'), files.passphrase)
  const [ed25519, sm2] = [await open(files.ed25519), await open(files.sm2)]
  return { ed25519, ed25519Pem: publicPem(ed25519), sm2, sm2Pem: publicPem(sm2), sm2From: 0 }
}

function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
}
