import { join } from 'node:path'
import {
  formatWormProof,
  type ProofResult,
  type ProofScope,
  type WormProof,
} from '#archive-schema/worm-proof/worm-proof.ts'
import { signContent } from '#pipelines/registration-form/form-signature.ts'
import { insertProof } from '#storage/catalogue/worm-proofs.ts'
import type { Config } from '../config.ts'
import type { Archive } from '../open-archive.ts'

/** What a proof needs of an archive. */
export type ProofTools = Pick<Archive, 'config' | 'store' | 'signer' | 'ledger' | 'now'>

/**
 * 锁定验证 (WORM proof): tries the store, and keeps what was seen: signed, locked in the store, entered in the ledger. A WORM folder is
 * tried as a whole whatever the scope. Throws `STORE_UNAVAILABLE`, and then nothing is kept.
 */
export async function carryOutProof(tools: ProofTools, scope: ProofScope): Promise<WormProof> {
  const { config, store, now } = tools
  const startedAt = wholeSeconds(now())
  const server = await serverOf(config)
  const results = await tryStore(config, scope)
  const accepted = config.storeAcceptedWeaknesses
  const proof = { store: store.description, server, scope, startedAt, endedAt: wholeSeconds(now()), accepted, results }
  await keepProof(tools, proof)
  return proof
}

/** The store for which a proof holds: another endpoint, bucket, folder or server program needs another proof. */
export function placeOfStore({ s3, dataDir }: Config): string {
  return s3 === undefined ? `folder ${join(dataDir, 'store')}` : `s3 ${s3.endpoint} ${s3.bucket}`
}

/** What the server calls itself; `-` for a WORM folder. Throws `STORE_UNAVAILABLE`. */
export async function serverOf({ s3 }: Config): Promise<string> {
  if (s3 === undefined) return '-'
  return (await import('#storage/worm-proof/prove-s3.ts')).serverName(s3)
}

async function tryStore({ s3, dataDir, storeImmutable }: Config, scope: ProofScope): Promise<ProofResult[]> {
  if (s3 !== undefined) return (await import('#storage/worm-proof/prove-s3.ts')).proveS3(s3, scope)
  return (await import('#storage/worm-proof/prove-folder.ts')).proveFolder(join(dataDir, 'store'), storeImmutable)
}

async function keepProof({ config, signer, ledger }: ProofTools, proof: WormProof): Promise<void> {
  const text = formatWormProof(proof)
  const signature = Buffer.from(await signContent(text, proof.endedAt, signer)).toString('base64')
  const { scope, endedAt } = proof
  const kept = { content: Buffer.from(text).toString(), place: placeOfStore(config), signature, scope, endedAt }
  await ledger.enter('worm-proof', text, (transaction, { sha256 }) => insertProof(transaction, { ...kept, sha256 }))
}

function wholeSeconds(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000)
}
