import { clock, drill, roles, transport } from './items/access-items.ts'
import { defaultRetention, fullBucket, lockingBucket } from './items/bucket-items.ts'
import { largeObject, listing } from './items/content-items.ts'
import { expiry, farLocks, longestLock } from './items/date-items.ts'
import { governance, legalHold } from './items/hold-items.ts'
import { bulkDeletion, deletion, deletionWithBypass, downgrade, extension, shortening } from './items/lock-items.ts'
import { deleteMarker, otherWrites, overwrite, singlePut } from './items/write-items.ts'
import type { ProofItem } from './proof-item.ts'
import type { S3Bench } from './s3-bench.ts'

/** W1 … W24, in their order. */
export const s3Items: readonly ProofItem<S3Bench>[] = [
  ...[lockingBucket, defaultRetention, singlePut, otherWrites, deletion, deletionWithBypass, bulkDeletion],
  ...[deleteMarker, overwrite, shortening, downgrade, extension, longestLock, farLocks, expiry, legalHold],
  ...[governance, roles, transport, fullBucket, listing, largeObject, clock, drill],
]
