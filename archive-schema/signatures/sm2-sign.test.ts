import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto'
import fc from 'fast-check'
import { sm2 as oracle } from 'sm-crypto-v2'
import { expect, test } from 'vitest'
import { encodeSignaturePair } from './signature-pair.ts'
import { Sm2Verifier, sm2IdentityDigest, sm2Order } from './sm2.ts'
import { sm2NumberOf, sm2PointOf } from './sm2-key.ts'
import { Sm2SigningKey, signSm2Digest } from './sm2-sign.ts'

/** Example of GB/T 32918.5-2017 with the identity 1234567812345678. */
const sample = {
  d: '3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8',
  k: '59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21',
  message: Buffer.from('message digest'),
  r: 'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3',
  s: 'B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
}
const number = (hex: string) => BigInt(`0x${hex}`)
const key = new Sm2SigningKey(Buffer.from(sample.d, 'hex'))
const message = Buffer.from('归档')

function holds(signature: Uint8Array, content: Uint8Array, publicKey: Uint8Array = key.publicKey): boolean {
  const verifier = new Sm2Verifier(publicKey)
  verifier.update(content)
  return verifier.verify(signature)
}

function oracleHolds(signature: Uint8Array, content: Uint8Array, userId?: string): boolean {
  const options = { hash: true, der: true, ...(userId === undefined ? {} : { userId }) }
  const [hex, point] = [Buffer.from(signature).toString('hex'), key.publicKey.toString('hex')]
  return oracle.doVerifySignature(new Uint8Array(content), hex, point, options)
}

test('makes the signature of the sample of GB/T 32918.5 from its random number', () => {
  const identity = sm2IdentityDigest(key.publicKey)
  const e = number(createHash('sm3').update(identity).update(sample.message).digest('hex'))
  const ephemeral = createECDH('SM2')
  ephemeral.setPrivateKey(sample.k, 'hex')
  const x = number(ephemeral.getPublicKey('hex').slice(2, 66))
  const pair = signSm2Digest(number(sample.d), e, { k: number(sample.k), x })
  expect(pair).toEqual({ r: number(sample.r), s: number(sample.s) })
})

test('asks for another random number where r, s or r + k would be nothing', () => {
  const k = 5n
  expect(signSm2Digest(7n, sm2Order - 3n, { k, x: 3n })).toBeUndefined()
  expect(signSm2Digest(7n, sm2Order - k, { k, x: 0n })).toBeUndefined()
  // k = r d, so that s = 0
  expect(signSm2Digest(7n, 2n, { k: 14n, x: 0n })).toBeUndefined()
  expect(signSm2Digest(7n, 2n, { k: 15n, x: 0n })).toBeDefined()
})

test('two libraries of others accept what is signed, and no other message', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (content) => {
      const signature = key.sign(content)
      expect(holds(signature, content)).toBe(true)
      expect(oracleHolds(signature, content)).toBe(true)
      const other = Buffer.concat([content, Buffer.of(0)])
      expect(holds(signature, other)).toBe(false)
      expect(oracleHolds(signature, other)).toBe(false)
    }),
    { numRuns: 20 },
  )
})

test('signs under the identity 1234567812345678 and no other', () => {
  const signature = key.sign(message)
  expect(oracleHolds(signature, message, '1234567812345678')).toBe(true)
  expect(oracleHolds(signature, message, '')).toBe(false)
})

test('refuses a signature under the empty identity', () => {
  const options = { hash: true, der: true, userId: '', publicKey: key.publicKey.toString('hex') }
  const signature = Buffer.from(oracle.doSignature(new Uint8Array(message), sample.d, options), 'hex')
  expect(oracleHolds(signature, message, '')).toBe(true)
  expect(holds(signature, message)).toBe(false)
})

test('the same message is never signed twice with the same random number', () => {
  expect(new Set(Array.from({ length: 20 }, () => key.sign(message).toString('hex'))).size).toBe(20)
})

test.for([
  ['0', 0n],
  ['n - 1', sm2Order - 1n],
  ['n', sm2Order],
] as const)('takes no private key of %s', ([, d]) => {
  expect(() => new Sm2SigningKey(Buffer.from(d.toString(16).padStart(64, '0'), 'hex'))).toThrow(RangeError)
})

test('SIG-02 node signs with a generated key by ECDSA, and with the same key imported under the empty identity', () => {
  const generated = generateKeyPairSync('ec', { namedCurve: 'SM2' })
  const pem = generated.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const imported = createPrivateKey(pem)
  const point = sm2PointOf(generated.publicKey) ?? Buffer.of()
  const byEcdsa = sign('sm3', message, generated.privateKey)
  expect(verify('sm3', message, generated.publicKey, byEcdsa)).toBe(true)
  expect(holds(byEcdsa, message, point)).toBe(false)
  const underEmptyIdentity = sign('sm3', message, imported)
  const isSm2 = oracle.doVerifySignature(
    new Uint8Array(message),
    underEmptyIdentity.toString('hex'),
    point.toString('hex'),
    { hash: true, der: true, userId: '' },
  )
  expect(isSm2).toBe(true)
  expect(holds(underEmptyIdentity, message, point)).toBe(false)
})

test('the numbers of a key are found however node came by it', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' })
  const imported = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const d = sm2NumberOf(privateKey)
  expect(sm2NumberOf(imported)).toEqual(d)
  expect(new Sm2SigningKey(d ?? Buffer.of()).publicKey).toEqual(sm2PointOf(publicKey))
  expect(sm2PointOf(createPublicKey(imported))).toEqual(sm2PointOf(publicKey))
})

test.for([
  ['P-256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
] as const)('a key on %s is no SM2 key', ([, make]) => {
  const { publicKey, privateKey } = make()
  expect(sm2PointOf(publicKey)).toBeUndefined()
  expect(sm2NumberOf(privateKey)).toBeUndefined()
})

test('every small and every large number is written in the one form of DER', () => {
  for (const value of [1n, 127n, 128n, 255n, 256n, sm2Order - 1n]) {
    const signature = encodeSignaturePair(value, value)
    expect(holds(signature, message)).toBe(false)
  }
})
