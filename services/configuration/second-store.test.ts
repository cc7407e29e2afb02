import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'

test('there is no second store unless one is named', () => {
  expect(readConfig({}).secondStore).toEqual({ address: undefined, copySeconds: 10, alarmMinutes: 60 })
})

test('a folder, or an S3 server with its credentials, is a second store', () => {
  expect(readConfig({ SECOND_STORE_FOLDER: '/copies' }).secondStore.address).toEqual({
    ...{ kind: 'folder', folder: '/copies', immutable: true },
  })
  const s3 = { SECOND_S3_ENDPOINT: 'https://s3', SECOND_S3_ACCESS_KEY: 'a', SECOND_S3_SECRET_KEY: 'b' }
  expect(readConfig(s3).secondStore.address).toEqual({
    ...{ kind: 's3', endpoint: 'https://s3', accessKey: 'a', secretKey: 'b' },
    ...{ bucket: 'guidang-second', region: 'us-east-1' },
  })
})

test.for([
  [{ SECOND_S3_ENDPOINT: 'https://s3' }, 'SECOND_S3_ACCESS_KEY'],
  [{ SECOND_S3_ENDPOINT: 'https://s3', SECOND_STORE_FOLDER: '/copies' }, 'exclude each other'],
  [{ AUDIT_DAYS: '-1' }, 'AUDIT_DAYS'],
] as const)('%o is refused', ([environment, named]) => {
  expect(() => readConfig(environment)).toThrow(named)
})
