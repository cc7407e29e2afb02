import { expect, test } from 'vitest'
import { parseClamdAddress } from './clamd-address.ts'

test.each([
  ['127.0.0.1:3310', { host: '127.0.0.1', port: 3310 }],
  ['clamd.hall_1.local:65535', { host: 'clamd.hall_1.local', port: 65_535 }],
  ['[::1]:3310', { host: '::1', port: 3310 }],
  ['/run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
])('%s is an address', (text, address) => {
  expect(parseClamdAddress(text)).toEqual(address)
})

test.each(['3310', 'localhost', 'localhost:', ':3310', 'localhost:0', 'localhost:65536', '::1:3310'])(
  '%s is no address',
  (text) => {
    expect(parseClamdAddress(text)).toBeUndefined()
  },
)

test.each(['tcp://localhost:3310', 'run/clamd.ctl', 'localhost:3310/x', 'a b:3310'])('%s is no address', (text) => {
  expect(parseClamdAddress(text)).toBeUndefined()
})
