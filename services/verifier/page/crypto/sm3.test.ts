import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Sm3 } from './sm3.ts'

test('gives the digest of GB/T 32905 annex A [SIG-01]', () => {
  const digest = new Sm3().update(Buffer.from('abc')).digest()
  expect(Buffer.from(digest).toString('hex')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
})

test('gives the digests that OpenSSL gives, however the bytes come', () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 })
  fc.assert(
    fc.property(parts, (chunks) => {
      const sm3 = new Sm3()
      for (const chunk of chunks) sm3.update(chunk)
      expect(Buffer.from(sm3.digest())).toEqual(createHash('sm3').update(Buffer.concat(chunks)).digest())
    }),
  )
})
