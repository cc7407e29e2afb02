import { createPrivateKey, generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { type DigestAlgorithm, digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { originOf } from '#archive-schema/ledger/checkpoint.ts'
import { type LedgerTrust, readPublicPem, treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { ed25519Verifier, type NoteSigner } from '#archive-schema/ledger/note-key.ts'
import { type FolderContent, makeFolderOnce } from './folder-once.ts'
import { signerUnfit } from './signer-unfit.ts'

/** Who signs the checkpoints of a ledger, and what a verifier needs to believe them. */
export type LedgerKeys = {
  /** Of each tree, every key that must sign. */
  readonly signers: { readonly [algorithm in DigestAlgorithm]: readonly NoteSigner[] }
  readonly trust: LedgerTrust
  /** Whether the keys are test keys. */
  readonly isTest: boolean
}

const makeKeyPair = promisify(generateKeyPair)
const signAsync = promisify(sign)
const keyFile = 'log.key'
const publicFile = 'log.pub'

/**
 * Opens the keys of the ledger `origin` in a data folder; test keys are made when first asked for. They are keys of their own:
 * whoever signs packages cannot sign checkpoints. Throws `SIGNER_UNFIT`.
 */
export async function openLedgerKeys(options: {
  readonly dataDir: string
  readonly origin: string
}): Promise<LedgerKeys> {
  const folder = join(options.dataDir, 'keys', 'test-ledger')
  await makeFolderOnce(folder, makeKeys)
  try {
    const privateKey = createPrivateKey(await readFile(join(folder, keyFile), 'utf8'))
    const trust = { origin: options.origin, ed25519Pem: await readFile(join(folder, publicFile), 'utf8') }
    for (const algorithm of digestAlgorithms) treeTrust(trust, algorithm)
    const signersOf = (algorithm: DigestAlgorithm) => [
      ed25519Signer(originOf(options.origin, algorithm), privateKey, trust.ed25519Pem),
    ]
    return { signers: { sha256: signersOf('sha256'), sm3: signersOf('sm3') }, trust, isTest: true }
  } catch (cause) {
    throw signerUnfit(reasonOf(cause), cause)
  }
}

/**
 * A signer whose key lies in this process. A signature counts only after it has been verified with the public key that is
 * given to verifiers.
 */
export function ed25519Signer(name: string, privateKey: KeyObject, publicPem: string): NoteSigner {
  const verifier = ed25519Verifier(name, readPublicPem('ed25519', publicPem))
  return {
    name,
    id: verifier.id,
    async sign(text) {
      const signature = await signAsync(null, Buffer.from(text), privateKey)
      if (!verifier.verify(text, signature)) throw signerUnfit(`the keys of ${name} are not of one pair`)
      return signature
    },
  }
}

async function makeKeys(): Promise<FolderContent> {
  const { publicKey, privateKey } = await makeKeyPair('ed25519')
  return new Map([
    [keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    [publicFile, publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ])
}
