import { expect, test } from 'vitest'
import { openS3Place } from './s3-place.ts'

const address = { accessKey: 'a', secretKey: 's', region: 'us-east-1', bucket: 'guidang' }

test.for(['http://127.0.0.1:7480', 'https://s3.example', 'https://s3.example/'])('takes %s', (endpoint) => {
  expect(openS3Place({ ...address, endpoint }).bucket).toBe('guidang')
})

test.for(['', '127.0.0.1:7480', 'ftp://s3.example', 'http://s3.example/path', 'http://a_b c'])(
  'refuses %j',
  (endpoint) => {
    const refusal = expect.objectContaining({
      code: 'CONFIGURATION_INVALID',
      faults: [expect.objectContaining({ field: 'endpoint' })],
    })
    expect(() => openS3Place({ ...address, endpoint })).toThrow(refusal)
  },
)
