import type { Buffer } from 'node:buffer'
import type { ContentDigest } from '#archive-schema/signatures/algorithms.ts'
import { hashBytes, type MessageImprint } from '../time-stamp/message-imprint.ts'
import { type ArchiveTimeStamp, type EvidenceRecord, encodeSequence } from './evidence-record.ts'
import { buildHashTree, type HashTree } from './hash-tree.ts'

/** 数据对象组 (data object group): what one record proves, at least one object. */
export type ObjectGroup = readonly Uint8Array[]

/** Asks an authority for a token over an imprint; what comes back has been verified. */
export type Stamp = (imprint: MessageImprint) => Promise<Buffer>

/** A record of each group; all of them share one token (RFC 4998 4.2). */
export async function beginRecords(
  hash: ContentDigest,
  groups: readonly ObjectGroup[],
  stamp: Stamp,
): Promise<readonly EvidenceRecord[]> {
  const hashes = groups.map((group) => group.map((object) => hashBytes(hash, object)))
  const stamps = await stampTree(hash, buildHashTree(hash, hashes), stamp)
  return stamps.map((one) => ({ chains: [[one]] }))
}

/**
 * 时间戳续期 (time-stamp renewal, RFC 4998 5.2): before the authority of the newest tokens ends, one new token over all of
 * them. The digest stays that of the newest chain, which must be the same in all records. Throws a `RangeError` otherwise.
 */
export async function renewTimeStamps(
  records: readonly EvidenceRecord[],
  stamp: Stamp,
): Promise<readonly EvidenceRecord[]> {
  const newest = records.map(newestStamp)
  const [hash, ...others] = [...new Set(newest.map((one) => one.hash))]
  if (hash === undefined || others.length > 0) throw new RangeError('records of one digest are renewed together')
  const hashes = newest.map(({ token }) => hashBytes(hash, token))
  // Records that share a token share its leaf.
  const leaves = new Map(hashes.map((leaf) => [leaf.toString('hex'), [leaf]]))
  const stamps = await stampTree(hash, buildHashTree(hash, [...leaves.values()]), stamp)
  const stampOf = new Map([...leaves.keys()].map((leaf, index) => [leaf, stamps[index]]))
  return records.map(({ chains }, index) => {
    const [last = [], ...before] = chains.toReversed()
    return { chains: [...before.toReversed(), [...last, present(stampOf.get(hashes[index]?.toString('hex') ?? ''))]] }
  })
}

/**
 * 哈希树续期 (hash-tree renewal, RFC 4998 5.3): before the digest weakens, a new chain with another one over the objects
 * themselves and all that was proved of them so far. `groups` are the objects of `records`, in their order.
 */
export async function renewHashTrees(
  hash: ContentDigest,
  records: readonly EvidenceRecord[],
  groups: readonly ObjectGroup[],
  stamp: Stamp,
): Promise<readonly EvidenceRecord[]> {
  if (records.length !== groups.length) throw new RangeError('every record is renewed with its own objects')
  const hashes = records.map(({ chains }, index) => renewedHashes(hash, groups[index] ?? [], chains))
  const stamps = await stampTree(hash, buildHashTree(hash, hashes), stamp)
  return records.map(({ chains }, index) => ({ chains: [...chains, [present(stamps[index])]] }))
}

/** Hashes of a group's objects in a chain: each bound to all chains before it. */
export function renewedHashes(
  hash: ContentDigest,
  group: ObjectGroup,
  before: EvidenceRecord['chains'],
): readonly Buffer[] {
  if (before.length === 0) return group.map((object) => hashBytes(hash, object))
  const proved = hashBytes(hash, encodeSequence(before))
  return group.map((object) => hashBytes(hash, hashBytes(hash, object), proved))
}

function newestStamp({ chains }: EvidenceRecord): ArchiveTimeStamp {
  return present(chains.at(-1)?.at(-1))
}

function present(stamp: ArchiveTimeStamp | undefined): ArchiveTimeStamp {
  if (stamp === undefined) throw new RangeError('a record has at least one stamp in each chain')
  return stamp
}

async function stampTree(
  hash: ContentDigest,
  { root, reduced }: HashTree,
  stamp: Stamp,
): Promise<readonly ArchiveTimeStamp[]> {
  const token = await stamp({ hash, digest: root })
  return reduced.map((lists) => ({ hash, reduced: lists, token }))
}
