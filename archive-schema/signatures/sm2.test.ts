import { createECDH, generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { encodeSignaturePair } from './signature-pair.ts'
import { Sm2Verifier, sm2Order } from './sm2.ts'

const keys = createECDH('SM2')
keys.setPrivateKey('3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8', 'hex')
const message = Buffer.from('message digest')
const r = BigInt('0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3')
const s = BigInt('0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA')

function verify(signature: Uint8Array, content: Uint8Array = message): boolean {
  const verifier = new Sm2Verifier(keys.getPublicKey())
  for (const byte of content) verifier.update(Buffer.of(byte))
  return verifier.verify(signature)
}

test('accepts the sample of GB/T 32918.5 and refuses other content', () => {
  expect(verify(encodeSignaturePair(r, s))).toBe(true)
  expect(verify(encodeSignaturePair(r, s), Buffer.from('Message digest'))).toBe(false)
})

test.for([
  ['r + n', r + sm2Order, s],
  ['s + n', r, s + sm2Order],
  ['r = 0', 0n, s],
  ['s = 0', r, 0n],
  ['r + s = n', r, sm2Order - r],
  ['r and s exchanged', s, r],
] as const)('refuses %s', ([, one, other]) => {
  expect(verify(encodeSignaturePair(one, other))).toBe(false)
})

test('refuses other forms than the one encoding', () => {
  const good = encodeSignaturePair(r, s)
  expect(() => verify(Buffer.concat([good, Buffer.of(0)]))).toThrow('is not DER')
  expect(() => verify(good.subarray(0, -1))).toThrow('is not DER')
  expect(() => verify(Buffer.alloc(64, 1))).toThrow('is not DER')
})

test('SIG-02 refuses what node calls a signature of this key, which is ECDSA', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'SM2' })
  const point = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-65)
  const verifier = new Sm2Verifier(point)
  verifier.update(message)
  expect(verifier.verify(sign('sm3', message, pair.privateKey))).toBe(false)
})

test('a key that is used again and again goes on telling right from wrong', () => {
  for (let use = 0; use < 70; use++) {
    expect(verify(encodeSignaturePair(r, s))).toBe(true)
    expect(verify(encodeSignaturePair(r, s), Buffer.from('Message digest'))).toBe(false)
  }
})

test('refuses a key that is no point of the curve', () => {
  const other = Buffer.from(keys.getPublicKey())
  other[64] = (other[64] ?? 0) ^ 1
  expect(() => new Sm2Verifier(other)).toThrow('the key is no point of the curve')
})
