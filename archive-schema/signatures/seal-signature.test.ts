import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeDer, encodeDer, sequence } from '../evidence/der.ts'
import { readSequence } from '../evidence/read-der.ts'
import { messageForms } from './message-trial.ts'
import { isMessage } from './read-seal-signature.ts'
import { verifySealSignature } from './seal-signature.ts'
import { makeOlderSealSignature, makeSealSignature, type SealWishes, sealName } from './seal-trial.ts'
import { makeSm2Party } from './sm2-trial.ts'
import { makeToken } from './time-stamp-trial.ts'
import { Verification } from './verdict.ts'

const path = 'Doc_0/Signs/Sign_0/Signature.xml'
const file = Buffer.from('<Signature/>')
const maker = makeSm2Party('制章人')
const signer = makeSm2Party('签章人')
const stranger = makeSm2Party('他人')
const wishes: SealWishes = { maker, signer, file, path }

async function verdictOf(signature: Uint8Array, sealed: { readonly path?: string; readonly file?: Uint8Array } = {}) {
  const log = new Verification()
  const bytes = () => [sealed.file ?? file]
  await verifySealSignature(log, signature, { path: sealed.path ?? path, bytes }, [])
  return log.verdict('ofd-seal', path)
}

async function stepsOf(...trial: Parameters<typeof verdictOf>) {
  return (await verdictOf(...trial)).faults.map(({ step, outcome }) => `${step} ${outcome}`)
}

test.for([
  ['GB/T 38540', makeSealSignature],
  ['GM/T 0031', makeOlderSealSignature],
] as const)('accepts a seal by %s', async ([, make]) => {
  const verdict = await verdictOf(make(wishes))
  expect(verdict).toMatchObject({ outcome: 'valid', faults: [] })
  const claimedAt = new Date('2026-01-02T03:04:05Z')
  expect(verdict.facts).toMatchObject({ seal: sealName, signer: 'CN=签章人', algorithm: 'SM2 SM3', claimedAt })
  expect(isMessage(make(wishes))).toBe(false)
})

test('accepts a seal that lists its signers by digest, if the digest is SM3', async () => {
  expect(await stepsOf(makeSealSignature({ ...wishes, byDigest: 'SM3' }))).toEqual([])
  expect(await stepsOf(makeSealSignature({ ...wishes, byDigest: 'SM3', listed: [stranger] }))).toEqual([
    'sealSigner invalid',
  ])
  expect(await stepsOf(makeSealSignature({ ...wishes, byDigest: 'SHA1' }))).toEqual(['sealSigner not-verifiable'])
})

const expired = makeSm2Party('签章人', { notAfter: new Date('2025-01-01') })

/** What is wrong, the signature, and the one step that must see it. */
const broken = [
  ['a seal that its maker did not sign', { makerKey: stranger }, 'sealSignature'],
  ['a seal that was not valid any more', { validTo: new Date('2025-01-01') }, 'sealValidity'],
  ['a signer who may not use the seal', { listed: [stranger] }, 'sealSigner'],
  ['a digest of another file', { file: Buffer.from('<Signature></Signature>') }, 'dataHash'],
  ['another path', { path: 'Doc_0/Signs/Sign_1/Signature.xml' }, 'property'],
  ['a signature by another key', { signerKey: stranger }, 'signatureValue'],
  ['a certificate that had run out', { signer: expired }, 'certificateValidity'],
] as const satisfies readonly (readonly [string, Partial<SealWishes>, string])[]

test.for(broken)('SIG-07 names the step that breaks: %s', async ([, change, step]) => {
  expect(await stepsOf(makeSealSignature({ ...wishes, ...change }))).toEqual([`${step} invalid`])
})

test('SIG-07 names every step that breaks, in the order of the standard', async () => {
  const change = { makerKey: stranger, validTo: new Date('2025-01-01'), listed: [stranger], signerKey: stranger }
  const steps = await stepsOf(makeSealSignature({ ...wishes, ...change }), { file: Buffer.from('other') })
  expect(steps).toEqual(
    ['sealSignature', 'sealValidity', 'sealSigner', 'dataHash', 'signatureValue'].map((step) => `${step} invalid`),
  )
})

test('names the broken steps of an older seal too', async () => {
  expect(await stepsOf(makeOlderSealSignature({ ...wishes, makerKey: stranger }))).toEqual(['sealSignature invalid'])
  expect(await stepsOf(makeOlderSealSignature({ ...wishes, signerKey: stranger }))).toEqual(['signatureValue invalid'])
})

test('SIG-12 verifies the time stamp of a seal', async () => {
  const authority = makeSm2Party('时间戳', { timeStamping: true })
  const stampedAt = new Date('2026-01-02T04:00:00Z')
  const stamp = (over?: Uint8Array) => (signature: Uint8Array) =>
    makeToken(authority, messageForms.gb35275, over ?? signature, stampedAt)
  expect(await verdictOf(makeSealSignature({ ...wishes, timeStamp: stamp() }))).toMatchObject({
    outcome: 'valid',
    facts: { stampedAt },
  })
  expect(await stepsOf(makeSealSignature({ ...wishes, timeStamp: stamp(file) }))).toEqual(['timeStamp invalid'])
  expect(await stepsOf(makeSealSignature({ ...wishes, timeStamp: () => Buffer.of(5, 0) }))).toEqual([
    'timeStamp not-verifiable',
  ])
})

test('does not judge certificates that it does not understand', async () => {
  const peculiar = makeSm2Party('特别', { peculiar: true })
  expect(await stepsOf(makeSealSignature({ ...wishes, maker: peculiar }))).toEqual(['sealSignature not-verifiable'])
  expect(await stepsOf(makeSealSignature({ ...wishes, signer: peculiar }))).toEqual(['signer not-verifiable'])
})

test('with any changed byte a seal is not valid, or says the same', async () => {
  const good = makeSealSignature(wishes)
  const original = await verdictOf(good)
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const changed = Buffer.from(good)
      changed[at] = (changed[at] ?? 0) ^ mask
      const verdict = await verdictOf(changed)
      expect(verdict.outcome === 'valid' ? verdict : original).toEqual(original)
    }),
    { numRuns: 150 },
  )
})

test('what is no signature of a seal is not verifiable', async () => {
  const good = makeSealSignature(wishes)
  expect(await stepsOf(good.subarray(0, -1))).toEqual(['structure not-verifiable'])
  expect(await stepsOf(Buffer.alloc(100, 0x30))).toEqual(['structure not-verifiable'])
  const [signed, ...rest] = readSequence(decodeDer(good, good.length, 'the signature'), 'the signature')
  const [version, seal] = readSequence(signed, 'what is signed')
  if (version === undefined || seal === undefined) throw new Error('the signature has no seal')
  expect(await stepsOf(encodeDer(sequence(sequence(version, seal), ...rest)))).toEqual(['structure not-verifiable'])
})
