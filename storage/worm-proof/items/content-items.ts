import { createHash } from 'node:crypto'
import { collect } from '#archive-schema/content-reader.ts'
import { listVersions } from '#storage/objects/s3-version-list.ts'
import { demand, type ProofItem } from '../proof-item.ts'
import type { S3Bench } from '../s3-bench.ts'

const listed = 1_100
const atOnce = 16

export const listing: ProofItem<S3Bench> = {
  id: 'W21',
  title: '列表 1,100 versions under Chinese keys, complete and each once',
  async attempt({ free, key }) {
    const prefix = key('W21/')
    const keys = Array.from({ length: listed }, (_, n) => `${prefix}文件 ${n}`)
    await each(keys, (name) => free.client.putObject(free.bucket, name, name))
    const versions = await Array.fromAsync(listVersions(free, prefix))
    await each(versions, ({ key: name, version }) =>
      free.client.removeObject(free.bucket, name, { versionId: version }),
    )
    const found = new Set(versions.map(({ version, key: name }) => `${name} ${version}`))
    demand(found.size === versions.length, `${versions.length - found.size} entries come twice`)
    demand(new Set(versions.map(({ key: name }) => name)).size === listed, `${versions.length} of ${listed} are listed`)
    return `${listed} versions`
  },
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items.values()
  const worker = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

const partBytes = 16 << 20
const parts = 5

export const largeObject: ProofItem<S3Bench> = {
  id: 'W22',
  title: '字节 80 MiB in parts, and a part of them, come back as they went',
  async attempt({ free: { client, bucket }, key }) {
    const name = key('W22')
    const sent = createHash('sha256')
    const upload = await client.initiateNewMultipartUpload(bucket, name, {})
    const done: { part: number; etag: string }[] = []
    for (let part = 1; part <= parts; part += 1) {
      const content = Buffer.alloc(partBytes, `第 ${part} 部分`)
      sent.update(content)
      const place = { bucketName: bucket, objectName: name, uploadID: upload, partNumber: part, headers: {} }
      done.push(await client.uploadPart(place, content))
    }
    await client.completeMultipartUpload(bucket, name, upload, done)
    const { versionId = '' } = await client.statObject(bucket, name)
    const got = createHash('sha256')
    const version = { versionId: versionId ?? '' }
    for await (const chunk of await client.getObject(bucket, name, version)) got.update(chunk)
    const range = await collect(await client.getPartialObject(bucket, name, partBytes, 9, version))
    await client.removeObject(bucket, name, version)
    demand(got.digest('hex') === sent.digest('hex'), 'the bytes that come back are others')
    demand(range.equals(Buffer.alloc(partBytes, '第 2 部分').subarray(0, 9)), 'a range holds other bytes')
    return `${(parts * partBytes) >> 20} MiB`
  },
}
