import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Ways of the client that store an object unlocked, lift a lock, cannot list, or end the process on some servers. */
const forbidden = [
  ...['x-amz-object-lock', 'x-amz-bypass', 'governanceBypass', 'GOVERNANCE', 'forceDelete'],
  ...['fPutObject', 'composeObject', 'copyObject', 'removeObjects', 'presigned', 'setObjectLegalHold'],
  ...['listObjects', 'IncludeVersion', 'listenBucketNotification', 'BucketNotification', 'If-None-Match', 'etag ='],
]

const isProduct = (name: string) => /^s3-.*\.ts$/.test(name) && !/\.test\.ts$|-trial\.ts$/.test(name)

test.for(forbidden)('never uses %s', async (word) => {
  const files = (await readdir(import.meta.dirname)).filter(isProduct)
  expect(files).toContain('s3-upload.ts')
  for (const file of files) {
    const code = (await readFile(join(import.meta.dirname, file), 'utf8')).replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, '')
    expect(code.toLowerCase(), file).not.toContain(word.toLowerCase())
  }
})
