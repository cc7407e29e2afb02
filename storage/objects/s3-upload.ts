import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { readInto } from '#storage/content/read-chunks.ts'
import type { ObjectSource } from './object-store.ts'
import { atStore } from './s3-faults.ts'
import type { S3Place } from './s3-place.ts'

const mebibyte = 1 << 20
const usualPart = 16 * mebibyte
const mostParts = 10_000

/**
 * Writes a new version of `key`. What is written is locked at once by the bucket's default and can then not be taken
 * back, so the bytes are hashed before the server is told to keep them: throws `FIXITY_STORE_DIFFERS` if the file is
 * not what `source` says. Holds one part (16 MiB) in memory.
 */
export async function uploadVersion(place: S3Place, key: string, source: ObjectSource): Promise<void> {
  await using file = await open(source.path)
  const { size } = await file.stat()
  if (size !== source.fixity.bytes) throw differs(key, `${source.fixity.bytes} bytes`, `${size} bytes`)
  await atStore(() =>
    size <= usualPart ? uploadWhole(place, key, source, file) : uploadParts(place, key, source, file),
  )
}

/** Digest that an upload declared, kept beside the bytes. It says what was meant, not what is there. */
export async function declaredSha256(place: S3Place, key: string, version: string): Promise<string | undefined> {
  const { metaData } = await atStore(() => place.client.statObject(place.bucket, key, { versionId: version }))
  const { sha256: declared }: Record<string, unknown> = metaData
  return typeof declared === 'string' ? declared : undefined
}

/**
 * Sends the bytes with the digest that was computed just before, which the server compares: by HTTP as signed SHA-256, by HTTPS as MD5.
 * The client's own `putObject` copies them and computes both digests each time, which costs twice as much as sending them.
 */
async function uploadWhole({ client, bucket }: S3Place, key: string, source: ObjectSource, file: FileHandle) {
  const content = await readInto(file, 0, Buffer.allocUnsafe(source.fixity.bytes))
  checkDigest(key, source, createHash('sha256').update(content))
  const headers = { ...declaration(source), 'content-length': content.length }
  const [digest, sent] = client.enableSHA256
    ? [source.fixity.sha256, headers]
    : ['', { ...headers, 'content-md5': md5Of(content) }]
  const request = { method: 'PUT', bucketName: bucket, objectName: key, headers: sent }
  const answer = await client.makeRequestStreamAsync(request, content, digest, [200], '')
  await finished(answer.resume())
}

/**
 * The client's own multipart upload is not used: it goes on with any unfinished upload of the same key, also that of
 * another writer, and it keeps the object before anyone could know that the source is damaged.
 */
async function uploadParts({ client, bucket }: S3Place, key: string, source: ObjectSource, file: FileHandle) {
  const upload = await client.initiateNewMultipartUpload(bucket, key, declaration(source))
  try {
    const parts: { part: number; etag: string }[] = []
    const hash = createHash('sha256')
    for await (const content of partsOf(file, source.fixity.bytes)) {
      hash.update(content)
      const headers = { 'content-md5': md5Of(content) }
      const config = { bucketName: bucket, objectName: key, uploadID: upload, partNumber: parts.length + 1, headers }
      parts.push(await client.uploadPart(config, content))
    }
    checkDigest(key, source, hash)
    await client.completeMultipartUpload(bucket, key, upload, parts)
  } catch (error) {
    await client.abortMultipartUpload(bucket, key, upload).catch((second: unknown) => {
      throw new AggregateError([error, second], messageOf(error))
    })
    throw error
  }
}

/** The buffer is used again for the next part. */
async function* partsOf(file: FileHandle, bytes: number): AsyncGenerator<Buffer> {
  const size = Math.max(usualPart, Math.ceil(bytes / mostParts / mebibyte) * mebibyte)
  const buffer = Buffer.allocUnsafe(size)
  for (let start = 0; start < bytes; start += size) yield readInto(file, start, buffer)
}

function declaration(source: ObjectSource): Record<string, string> {
  return { 'x-amz-meta-sha256': source.fixity.sha256 }
}

function md5Of(content: Uint8Array): string {
  return createHash('md5').update(content).digest('base64')
}

function checkDigest(key: string, source: ObjectSource, hash: Hash): void {
  const found = hash.digest('hex')
  if (found !== source.fixity.sha256) throw differs(key, source.fixity.sha256, found)
}

function differs(file: string, expected: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'FIXITY_STORE_DIFFERS', file, expected, found })
}
