import type { ProofResult, ProofScope } from '#archive-schema/worm-proof/worm-proof.ts'
import { atStore } from '#storage/objects/s3-faults.ts'
import { bucketHeaders } from '#storage/objects/s3-head.ts'
import { openS3Place, type S3Address } from '#storage/objects/s3-place.ts'
import { probeItems } from './items/probe-items.ts'
import { type ProofItem, tryItems } from './proof-item.ts'
import { openS3Bench, type S3Bench, s3BenchOf } from './s3-bench.ts'
import { s3Items } from './s3-items.ts'

/** Tries what the scope asks for, one item after the other. Throws `STORE_UNAVAILABLE` when the server does not answer. */
export function proveS3(address: S3Address, scope: ProofScope): Promise<ProofResult[]> {
  return scope === 'full' ? tryOnS3(address, s3Items) : atStore(() => tryItems(probeItems, s3BenchOf(address)))
}

/** Tries these items in buckets of their own. Throws `STORE_UNAVAILABLE`. */
export function tryOnS3(address: S3Address, items: readonly ProofItem<S3Bench>[]): Promise<ProofResult[]> {
  return atStore(async () => tryItems(items, await openS3Bench(address)))
}

/** What the server calls itself; `-` where it says nothing. Throws `STORE_UNAVAILABLE`. */
export async function serverName(address: S3Address): Promise<string> {
  const { server } = await atStore(() => bucketHeaders(openS3Place(address)))
  return String(server ?? '-')
}
