import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

/** The driver: what writes records. The items of the proof try out, in buckets of their own, much that is forbidden here. */
const driver = globSync('storage/objects/s3-*.ts', { cwd: root }).filter(
  (file) => !/\.test\.ts$|-trial\.ts$/.test(file),
)
const product = globSync('{archive-schema,storage,pipelines,services}/**/*.ts', { cwd: root }).filter(
  (file) => !/\.test\.ts$|-trial\.ts$/.test(file),
)

const codeOf = (file: string) => readFileSync(join(root, file), 'utf8').replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, '')
const filesWith = (files: readonly string[], word: string) => {
  return files.filter((file) => codeOf(file).toLowerCase().includes(word.toLowerCase())).toSorted()
}

/** Ways of the client that store an object unlocked, lift a lock, cannot list, or end the process on some servers. */
const forbidden = [
  ...['x-amz-object-lock', 'x-amz-bypass', 'governanceBypass', 'GOVERNANCE', 'forceDelete'],
  ...['fPutObject', 'composeObject', 'copyObject', 'removeObjects', 'presigned'],
  ...['listObjects', 'IncludeVersion', 'listenBucketNotification', 'BucketNotification', 'If-None-Match', 'etag ='],
  ...['uploadBuffer', 'uploadStream', 'BucketEncryption'],
]

test.for(forbidden)('never uses %s', (word) => {
  expect(driver).toContain('storage/objects/s3-upload.ts')
  expect(filesWith(driver, word)).toEqual([])
})

test('the client is known to the driver and to the proof of the store only', () => {
  const places = filesWith(product, "from 'minio'")
  expect(places).toContain('storage/objects/s3-place.ts')
  expect(places.filter((file) => !/^storage\/(objects\/s3-|worm-proof\/)/.test(file))).toEqual([])
})

test.for([
  ['initiateNewMultipartUpload', ['storage/objects/s3-upload.ts']],
  ['uploadPart(', ['storage/objects/s3-upload.ts']],
  ['completeMultipartUpload', ['storage/objects/s3-upload.ts']],
  ['abortMultipartUpload', ['storage/objects/s3-unfinished.ts', 'storage/objects/s3-upload.ts']],
  ['makeRequestAsync', ['storage/objects/s3-head.ts', 'storage/objects/s3-version-list.ts']],
  ['makeRequestStreamAsync', ['storage/objects/s3-upload.ts']],
] as const)('%s, no public method of the client, is called where it was tried only', ([word, files]) => {
  expect(filesWith(driver, word)).toEqual(files)
})

test('legal holds are laid where they are read back only', () => {
  expect(filesWith(driver, 'setObjectLegalHold')).toEqual(['storage/objects/s3-legal-hold.ts'])
})

test('the version of the client whose methods were tried is the one that is installed', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const installed = JSON.parse(readFileSync(join(root, 'node_modules', 'minio', 'package.json'), 'utf8'))
  expect([dependencies.minio, installed.version]).toEqual(['8.0.7', '8.0.7'])
})
