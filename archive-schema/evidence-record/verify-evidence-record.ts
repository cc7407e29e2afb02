import type { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { hashBytes } from '../time-stamp/message-imprint.ts'
import { readToken } from '../time-stamp/read-token.ts'
import { type StampedTime, type TimeStampTrust, verifyTokenOver } from '../time-stamp/verify-token.ts'
import { type ArchiveTimeStamp, type EvidenceRecord, parseEvidenceRecord } from './evidence-record.ts'
import { rootOf } from './hash-tree.ts'
import { type ObjectGroup, renewedHashes } from './renew.ts'

/** What a record that verified proves of its objects. */
export type ProvedSince = {
  /** The time of the first token: the objects were there then. */
  readonly since: Date
  /** Every token in order; `validUntil` of the last says when the record must be renewed. */
  readonly stamps: readonly StampedTime[]
}

/**
 * Verifies an evidence record of these objects, all of a group or one of it (RFC 4998 4.3, 5.3): each tree, each token at its own time, each
 * renewed before its authority ended, and the last one still good at `now`. Throws `SIGNATURE_INVALID`, `SIGNATURE_UNSUPPORTED`.
 */
export async function verifyEvidenceRecord(
  bytes: Uint8Array,
  objects: ObjectGroup,
  trust: TimeStampTrust,
  now: Date,
): Promise<ProvedSince> {
  const record = parseEvidenceRecord(bytes)
  const stamps: StampedTime[] = []
  for (const { stamp, leaves } of stampsOf(record, objects)) {
    demandLeaves(stamp, leaves)
    const imprint = { hash: stamp.hash, digest: rootOf(stamp.hash, stamp.reduced) }
    stamps.push(await verifyTokenOver(readToken(stamp.token), imprint, trust))
  }
  stamps.forEach((stamp, index) => {
    demandRenewed(stamp, stamps[index + 1]?.at ?? now)
  })
  const [first] = stamps
  demandOfSignature(first !== undefined, 'the evidence record has no stamp')
  return { since: first.at, stamps }
}

/** Each stamp with the hashes that it must cover: those of the objects in a chain's first, that of the token before in the others. */
function stampsOf({ chains }: EvidenceRecord, objects: ObjectGroup) {
  return chains.flatMap((chain, number) =>
    chain.map((stamp, index) => {
      const before = chain[index - 1]
      const leaves =
        before === undefined
          ? renewedHashes(stamp.hash, objects, chains.slice(0, number))
          : [hashBytes(stamp.hash, before.token)]
      demandOfSignature(before === undefined || before.hash === stamp.hash, 'a chain changes its digest')
      return { stamp, leaves }
    }),
  )
}

function demandLeaves({ reduced }: ArchiveTimeStamp, leaves: readonly Buffer[]): void {
  const [first = []] = reduced
  const isListed = leaves.length > 0 && leaves.every((leaf) => first.some((hash) => hash.equals(leaf)))
  demandOfSignature(isListed, 'the evidence record is of other objects')
  // A single object may stand beside its sibling, or be one of a group: that it was there is proved either way.
  const isWhole = leaves.length === 1 || first.length === leaves.length
  demandOfSignature(isWhole, 'the evidence record is of more objects')
}

function demandRenewed({ at, validUntil, authority }: StampedTime, next: Date): void {
  demandOfSignature(at.getTime() <= next.getTime(), `the token of ${at.toISOString()} is renewed before it was made`)
  const isRenewed = next.getTime() < validUntil.getTime()
  demandOfSignature(isRenewed, `the token of ${authority} ended on ${validUntil.toISOString()} without being renewed`)
}
