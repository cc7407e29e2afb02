import type { PoolClient } from 'pg'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { hashFromBase64 } from '#archive-schema/ledger/base64.ts'
import { originOf, signCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { formatNote } from '#archive-schema/ledger/signed-note.ts'
import {
  insertCheckpoint,
  type LedgerRoots,
  newestCheckpoint,
  newestState,
  type PublishedCheckpoint,
} from '#storage/catalogue/ledger-states.ts'
import { forked } from './forked.ts'
import type { LedgerTools } from './ledger-tools.ts'
import { readStored } from './stored-checkpoints.ts'

/**
 * Signs the newest state if the ledger has grown, puts both checkpoints into the locked store, and only then publishes them.
 * The sibling's comes first: where the ledger's own is, the other is as well. Resolves to the newest published one.
 */
export async function publishNewest(
  connection: PoolClient,
  tools: LedgerTools,
): Promise<PublishedCheckpoint | undefined> {
  const state = await newestState(connection)
  const published = await newestCheckpoint(connection)
  if (state === undefined || state.size === published?.size) return published
  const sm3 = await signOnce('sm3', state, tools)
  tools.onMoment?.('signed')
  const sha256 = await signOnce('sha256', state, tools)
  tools.onMoment?.('stored')
  await insertCheckpoint(connection, { size: state.size, notes: { sha256, sm3 }, publishedAt: tools.now() })
  tools.onMoment?.('published')
  return newestCheckpoint(connection)
}

/** The checkpoint of a state as it rests in the store; signed now if none does. Another one there is a fork. */
async function signOnce(algorithm: DigestAlgorithm, state: LedgerRoots, tools: LedgerTools): Promise<string> {
  const stored = await readStored(algorithm, state.size, tools)
  if (stored === undefined) return sign(algorithm, state, tools)
  if (stored.root === state[algorithm]) return stored.note
  throw forked(`the stored ${algorithm} checkpoint of ${state.size} entries has another root than the database`)
}

async function sign(algorithm: DigestAlgorithm, state: LedgerRoots, { objects, keys }: LedgerTools): Promise<string> {
  const origin = originOf(keys.trust.origin, algorithm)
  const checkpoint = { origin, size: state.size, root: hashFromBase64(state[algorithm], 'ledger state') }
  const note = formatNote(await signCheckpoint(checkpoint, keys.signers[algorithm]))
  await objects.putCheckpoint(algorithm, state.size, note)
  return Buffer.from(note).toString()
}
