import { attempt } from '#archive-schema/attempt.ts'
import { type ProofScope, parseWormProof, refusedItems, type WormProof } from '#archive-schema/worm-proof/worm-proof.ts'
import { verifyClosing } from '#pipelines/registration-form/form-signature.ts'
import { newestProof } from '#storage/catalogue/worm-proofs.ts'
import type { Archive } from '../open-archive.ts'
import { placeOfStore } from './carry-out-proof.ts'

/** The newest proof of the present store, its signature verified. Throws `SIGNATURE_INVALID`, `EVIDENCE_INVALID`. */
export async function readNewestProof(
  { config, catalogue, signer }: Pick<Archive, 'config' | 'catalogue' | 'signer'>,
  scope: ProofScope,
): Promise<WormProof | undefined> {
  const kept = await newestProof(catalogue.pool, placeOfStore(config), scope)
  if (kept === undefined) return undefined
  const { content, sha256, endedAt } = kept
  verifyClosing({ content, sha256, signature: Buffer.from(kept.signature, 'base64'), closedAt: endedAt }, signer)
  return parseWormProof(Buffer.from(content))
}

/** How the newest full proof of the present store came out; one that is not believed is none. */
export async function storeProofOf(
  archive: Pick<Archive, 'config' | 'catalogue' | 'signer'>,
): Promise<'passed' | 'failed' | 'none'> {
  const read = await attempt(() => readNewestProof(archive, 'full'))
  if (!('value' in read) || read.value === undefined) return 'none'
  return refusedItems(read.value).length === 0 ? 'passed' : 'failed'
}

/** 锁定验证 as it is told: whether nothing failed that was not accepted, and every item. */
export type ToldProof = {
  readonly ok: boolean
  readonly store: string
  readonly server: string
  readonly scope: ProofScope
  readonly endedAt: string
  readonly accepted: readonly string[]
  readonly items: readonly {
    readonly item: string
    readonly ok: boolean
    readonly outcome: string
    readonly detail: string
  }[]
}

export function tellProof(proof: WormProof): ToldProof {
  const { store, server, scope, accepted } = proof
  return {
    ...{ ok: refusedItems(proof).length === 0, store, server, scope, accepted },
    endedAt: proof.endedAt.toISOString(),
    items: proof.results.map((result) => ({ ...result, ok: result.outcome === 'PASS' })),
  }
}
