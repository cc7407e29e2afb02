import { text } from 'node:stream/consumers'
import { CopyDestinationOptions, CopySourceOptions } from 'minio'
import { versionsOf } from '#storage/objects/s3-version-list.ts'
import { demand, type ProofItem } from '../proof-item.ts'
import type { S3Bench } from '../s3-bench.ts'
import { answerTo, demandBytes, demandLock, inSeconds, newestObject, writeObject } from '../tried-object.ts'

const day = 86_400
/** Difference of clocks and time of a request that an end of lock may show. */
const tolerance = 5

export const singlePut: ProofItem<S3Bench> = {
  id: 'W3',
  title: '单次写入 single PUT carries the default lock',
  async attempt({ locked, key }) {
    const object = await writeObject(locked, key('W3'))
    await demandLock(object, inSeconds(day), 'a PUT', tolerance)
    return 'COMPLIANCE, one day'
  },
}

export const otherWrites: ProofItem<S3Bench> = {
  id: 'W4',
  title: '其他写入 multipart, copy, compose and presigned PUT carry it too',
  async attempt(bench) {
    for (const [name, write] of Object.entries(writes)) {
      const key = bench.key(`W4 ${name}`)
      const content = await write(bench, key)
      const object = await newestObject(bench.locked, key, content)
      await demandBytes(object, name)
      await demandLock(object, inSeconds(day), name, tolerance)
    }
    return Object.keys(writes).join(', ')
  },
}

const partBytes = 5 << 20
const source = Buffer.alloc(partBytes, '归档')

const writes = {
  async multipart({ locked: { client, bucket } }: S3Bench, key: string): Promise<Buffer> {
    const upload = await client.initiateNewMultipartUpload(bucket, key, {})
    const parts: { part: number; etag: string }[] = []
    for (const content of [source, Buffer.from('尾')]) {
      const place = { bucketName: bucket, objectName: key, uploadID: upload, partNumber: parts.length + 1, headers: {} }
      parts.push(await client.uploadPart(place, content))
    }
    await client.completeMultipartUpload(bucket, key, upload, parts)
    return Buffer.concat([source, Buffer.from('尾')])
  },
  async copy({ locked: { client, bucket } }: S3Bench, key: string): Promise<Buffer> {
    await client.putObject(bucket, `${key} of`, '原')
    await client.copyObject(
      new CopySourceOptions({ Bucket: bucket, Object: `${key} of` }),
      new CopyDestinationOptions({ Bucket: bucket, Object: key }),
    )
    return Buffer.from('原')
  },
  async compose({ locked: { client, bucket } }: S3Bench, key: string): Promise<Buffer> {
    await client.putObject(bucket, `${key} 1`, source)
    await client.putObject(bucket, `${key} 2`, '尾')
    const upload = await client.initiateNewMultipartUpload(bucket, key, {})
    const parts: { part: number; etag: string }[] = []
    for (const part of [1, 2]) {
      const headers = { 'x-amz-copy-source': encodeURI(`/${bucket}/${key} ${part}`) }
      const query = `partNumber=${part}&uploadId=${encodeURIComponent(upload)}`
      const request = { method: 'PUT', bucketName: bucket, objectName: key, headers, query }
      const answer = await text(await client.makeRequestAsync(request, '', [200], ''))
      parts.push({ part, etag: /<ETag>(?:&quot;|")?([^"&<]+)/.exec(answer)?.[1] ?? '' })
    }
    await client.completeMultipartUpload(bucket, key, upload, parts)
    return Buffer.concat([source, Buffer.from('尾')])
  },
  async 'presigned PUT'({ locked: { client, bucket } }: S3Bench, key: string): Promise<Buffer> {
    const answer = await fetch(await client.presignedPutObject(bucket, key, 60), { method: 'PUT', body: '签' })
    demand(answer.ok, `a presigned PUT is answered ${answer.status}`)
    return Buffer.from('签')
  },
}

export const deleteMarker: ProofItem<S3Bench> = {
  id: 'W8',
  title: '删除标记 a delete marker only hides',
  async attempt({ locked, key }) {
    const object = await writeObject(locked, key('W8'))
    const { client, bucket } = locked
    await answerTo(() => client.removeObject(bucket, object.key))
    await demandBytes(object, 'a delete marker')
    await demandLock(object, inSeconds(day), 'a delete marker', tolerance)
    const hidden = await answerTo(() => client.statObject(bucket, object.key))
    demand(hidden !== 'accepted', 'a delete without version does not hide the key')
    await dropMarker(locked, object.key)
    const { versionId } = await client.statObject(bucket, object.key)
    demand(versionId === object.version, 'without the marker another version shows')
    return 'hidden, then the same version again'
  },
}

async function dropMarker({ client, bucket }: S3Bench['locked'], key: string): Promise<void> {
  const marker = (await versionsOf({ client, bucket }, key)).find(({ isMarker }) => isMarker)
  demand(marker !== undefined, 'a delete without version leaves no marker')
  await client.removeObject(bucket, key, { versionId: marker.version })
}

export const overwrite: ProofItem<S3Bench> = {
  id: 'W9',
  title: '覆盖 an overwrite is a new version; the old one stays locked',
  async attempt({ locked, key }) {
    const first = await writeObject(locked, key('W9'), '前')
    const second = await writeObject(locked, key('W9'), '后')
    demand(first.version !== second.version, 'both writes have the same version')
    await demandBytes(first, 'an overwrite')
    await demandLock(first, inSeconds(day), 'an overwrite', tolerance)
    return 'two versions'
  },
}
