import type { IncomingHttpHeaders } from 'node:http'
import { finished } from 'node:stream/promises'
import type { S3Place } from './s3-place.ts'

/**
 * What a server says at the head of an answer about its bucket. The answer is heard to its end: otherwise its connection, and with it this
 * process, would stay until the server gives it up.
 */
export async function bucketHeaders({ client, bucket }: S3Place): Promise<IncomingHttpHeaders> {
  const answer = await client.makeRequestAsync({ method: 'HEAD', bucketName: bucket }, '', [200], '')
  await finished(answer.resume())
  return answer.headers
}
