import { atStore } from './s3-faults.ts'
import type { S3Place } from './s3-place.ts'

/** An upload in parts that a killed writer has left: its parts are kept by the server, and no list of versions shows them. */
export type UnfinishedUpload = { readonly key: string; readonly upload: string }

/** Every unfinished upload whose key starts with `prefix`. */
export async function unfinishedUploads({ client, bucket }: S3Place, prefix: string): Promise<UnfinishedUpload[]> {
  const found = await atStore(() => Array.fromAsync(client.listIncompleteUploads(bucket, prefix, true)))
  return found.map(({ key, uploadId }) => ({ key, upload: uploadId }))
}

/** Lets the server drop the parts of an upload. */
export function dropUpload({ client, bucket }: S3Place, { key, upload }: UnfinishedUpload): Promise<void> {
  return atStore(() => client.abortMultipartUpload(bucket, key, upload))
}
