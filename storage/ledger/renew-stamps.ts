import { ArchiveError } from '#archive-schema/archive-error.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import type { EvidenceRecord } from '#archive-schema/evidence-record/evidence-record.ts'
import { formatEvidenceRecord, parseEvidenceRecord } from '#archive-schema/evidence-record/evidence-record.ts'
import {
  beginRecords,
  type ObjectGroup,
  renewHashTrees,
  renewTimeStamps,
  type Stamp,
} from '#archive-schema/evidence-record/renew.ts'
import { verifyEvidenceRecord } from '#archive-schema/evidence-record/verify-evidence-record.ts'
import type { ContentDigest } from '#archive-schema/signatures/algorithms.ts'
import type { TimeStampTrust } from '#archive-schema/time-stamp/verify-token.ts'
import { stampedCheckpoints, tokensOf } from '#storage/catalogue/checkpoint-tokens.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import {
  insertRenewal,
  latestRenewal,
  type RenewedCheckpoint,
  type TokenRenewal,
} from '#storage/catalogue/token-renewals.ts'
import { requestTimeStamp, type TimeStampSource } from '#storage/time-stamps/time-stamp-source.ts'
import type { LedgerObjects } from './ledger-objects.ts'
import type { StampTools } from './stamp-tools.ts'

/** How stamps are renewed: by whom, with which digest, and whose earlier stamps are believed. */
export type RenewalWishes = {
  readonly source: TimeStampSource
  readonly hash: ContentDigest
  readonly trust: TimeStampTrust
}

/** A stamped checkpoint: its objects (text and tokens), and its record of the round before. */
type Stamped = { readonly size: number; readonly group: ObjectGroup; readonly record: EvidenceRecord | undefined }

/**
 * 时间戳续期 (RFC 4998): gives every stamped checkpoint an evidence record under one new token. A new digest makes new hash trees over
 * texts, tokens and all that was proved so far; the same digest stamps the newest tokens again. Every record is verified before the
 * round is registered. Throws `TIME_STAMP_UNAVAILABLE`, `SIGNATURE_INVALID`, `LEDGER_NOT_FOUND` where nothing is stamped.
 */
export async function renewStamps(tools: StampTools, wishes: RenewalWishes): Promise<TokenRenewal> {
  const { catalogue, ledger, objects, now } = tools
  const before = await latestRenewal(catalogue.pool)
  const stamped = await readStamped(tools, before)
  const last = stamped.at(-1)
  if (last === undefined) throw new ArchiveError({ code: 'LEDGER_NOT_FOUND', found: 'a stamped checkpoint' })
  const tokens: Buffer[] = []
  const records = await renewAll(stamped, wishes.hash, async (imprint) => {
    const token = Buffer.from(await requestTimeStamp(wishes.source, imprint, now))
    tokens.push(token)
    return token
  })
  const round = await nextRound(objects, before)
  const { validUntil, renewed } = await keepRecords(tools, wishes, { round, stamped, records })
  const entries = await Promise.all(tokens.map((token) => ledger.keepText('token', token)))
  const renewal = { round, hash: wishes.hash, throughSize: last.size, renewedAt: now(), validUntil }
  await catalogue.transact(async (transaction) => {
    await insertRenewal(transaction, renewal, renewed)
    for (const entry of entries) await queueEntry(transaction, entry, now())
  })
  return renewal
}

/** Verifies every record and locks it in the store. Resolves to their digests, and to when their common token ends. */
async function keepRecords(
  { objects, now }: StampTools,
  { trust }: RenewalWishes,
  { round, stamped, records }: Round,
): Promise<{ readonly validUntil: Date; readonly renewed: readonly RenewedCheckpoint[] }> {
  const renewed: RenewedCheckpoint[] = []
  let validUntil = now()
  for (const [i, { size, group }] of stamped.entries()) {
    const bytes = formatEvidenceRecord(records[i] ?? { chains: [] })
    const { stamps } = await verifyEvidenceRecord(bytes, group, trust, now())
    validUntil = stamps.at(-1)?.validUntil ?? validUntil
    await objects.companions.putRenewal(round, size, bytes)
    renewed.push({ size, sha256: digestHex('sha256', bytes) })
  }
  return { validUntil, renewed }
}

type Round = {
  readonly round: number
  readonly stamped: readonly Stamped[]
  readonly records: readonly EvidenceRecord[]
}

async function nextRound(objects: LedgerObjects, before: TokenRenewal | undefined): Promise<number> {
  let round = (before?.round ?? 0) + 1
  while (await objects.companions.hasRenewals(round)) round += 1
  return round
}

async function readStamped({ catalogue, objects }: StampTools, before: TokenRenewal | undefined): Promise<Stamped[]> {
  const found: Stamped[] = []
  for (const { size, text } of await stampedCheckpoints(catalogue.pool)) {
    const group: Uint8Array[] = [Buffer.from(text)]
    for (const { authority } of await tokensOf(catalogue.pool, size))
      group.push((await objects.companions.readToken(size, authority)) ?? Buffer.of())
    const isRenewed = before !== undefined && size <= before.throughSize
    const record = isRenewed ? parseEvidenceRecord(await objects.companions.readRenewal(before.round, size)) : undefined
    found.push({ size, group, record })
  }
  return found
}

/** Records in the order of the checkpoints: those that have one are renewed, the others begun. */
async function renewAll(stamped: readonly Stamped[], hash: ContentDigest, stamp: Stamp): Promise<EvidenceRecord[]> {
  const held = stamped.filter((one): one is Renewed => one.record !== undefined)
  const fresh = stamped.filter(({ record }) => record === undefined)
  const [renewed, begun] = [await renewHeld(held, hash, stamp), await beginFresh(fresh, hash, stamp)]
  const bySize = new Map([
    ...held.map(({ size }, i) => [size, renewed[i]] as const),
    ...fresh.map(({ size }, i) => [size, begun[i]] as const),
  ])
  return stamped.flatMap(({ size }) => bySize.get(size) ?? [])
}

type Renewed = Stamped & { readonly record: EvidenceRecord }

async function renewHeld(held: readonly Renewed[], hash: ContentDigest, stamp: Stamp) {
  if (held.length === 0) return []
  const records = held.map(({ record }) => record)
  const isSameHash = records.every(({ chains }) => chains.at(-1)?.at(-1)?.hash === hash)
  if (isSameHash) return renewTimeStamps(records, stamp)
  return renewHashTrees(
    hash,
    records,
    held.map(({ group }) => group),
    stamp,
  )
}

async function beginFresh(fresh: readonly Stamped[], hash: ContentDigest, stamp: Stamp) {
  if (fresh.length === 0) return []
  return beginRecords(
    hash,
    fresh.map(({ group }) => group),
    stamp,
  )
}
