import { createPrivateKey, generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { type DigestAlgorithm, digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { originOf } from '#archive-schema/ledger/checkpoint.ts'
import { type LedgerTrust, readPublicPem, treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { ed25519Verifier, type NoteSigner, type NoteVerifier, sm2Verifier } from '#archive-schema/ledger/note-key.ts'
import { sm2NumberOf } from '#archive-schema/signatures/sm2-key.ts'
import { Sm2SigningKey } from '#archive-schema/signatures/sm2-sign.ts'
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
const files = {
  ed25519Key: 'log.key',
  ed25519: 'log.pub',
  sm2Key: 'log-sm2.key',
  sm2: 'log-sm2.pub',
  from: 'from',
} as const

/**
 * Opens the keys of the ledger `origin` in a data folder; test keys are made when first asked for. They are keys of their own:
 * whoever signs packages cannot sign checkpoints. A ledger that began without an SM2 key gets one that signs from its next
 * checkpoint on; `sizeOf` says how many entries its newest one has. Throws `SIGNER_UNFIT`.
 */
export async function openLedgerKeys(options: {
  readonly dataDir: string
  readonly origin: string
  readonly sizeOf?: () => Promise<number>
}): Promise<LedgerKeys> {
  const { dataDir, origin, sizeOf = async () => 0 } = options
  const folder = join(dataDir, 'keys', 'test-ledger')
  const sm2Folder = `${folder}-sm2`
  await makeFolderOnce(folder, makeKeys)
  await makeFolderOnce(sm2Folder, async () => makeSm2Keys(await sizeOf()))
  try {
    const read = (place: string, name: string) => readFile(join(place, name), 'utf8')
    const privateKey = createPrivateKey(await read(folder, files.ed25519Key))
    const sm2Key = sm2SigningKey(createPrivateKey(await read(sm2Folder, files.sm2Key)))
    const from = Number(await read(sm2Folder, files.from))
    const trust: LedgerTrust = {
      origin,
      ed25519Pem: await read(folder, files.ed25519),
      sm2Pem: await read(sm2Folder, files.sm2),
      ...(from === 0 ? {} : { sm2From: from }),
    }
    for (const algorithm of digestAlgorithms) treeTrust(trust, algorithm)
    const signersOf = (algorithm: DigestAlgorithm) => {
      const name = originOf(origin, algorithm)
      return [ed25519Signer(name, privateKey, trust.ed25519Pem), sm2Signer(name, sm2Key, trust.sm2Pem ?? '')]
    }
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
  return provenSigner(verifier, (text) => signAsync(null, text, privateKey))
}

/** The same by SM2 with SM3, identity 1234567812345678. */
function sm2Signer(name: string, key: Sm2SigningKey, publicPem: string): NoteSigner {
  const verifier = sm2Verifier(name, readPublicPem('sm2', publicPem))
  return provenSigner(verifier, async (text) => key.sign(text))
}

function provenSigner(verifier: NoteVerifier, signWith: (text: Uint8Array) => Promise<Uint8Array>): NoteSigner {
  const { name, id } = verifier
  return {
    ...{ name, id },
    async sign(text) {
      const signature = await signWith(Buffer.from(text))
      if (!verifier.verify(text, signature)) throw signerUnfit(`the keys of ${name} are not of one pair`)
      return signature
    },
  }
}

function sm2SigningKey(key: KeyObject): Sm2SigningKey {
  const number = sm2NumberOf(key)
  if (number === undefined) throw signerUnfit('the SM2 key of the ledger is no SM2 key')
  return new Sm2SigningKey(number)
}

async function makeKeys(): Promise<FolderContent> {
  const { publicKey, privateKey } = await makeKeyPair('ed25519')
  return new Map([
    [files.ed25519Key, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    [files.ed25519, publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ])
}

async function makeSm2Keys(size: number): Promise<FolderContent> {
  const { publicKey, privateKey } = await makeKeyPair('ec', { namedCurve: 'SM2' })
  return new Map([
    [files.sm2Key, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    [files.sm2, publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    [files.from, `${size === 0 ? 0 : size + 1}\n`],
  ])
}
