import { constants, createHash, sign } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { signDetached } from '../evidence/cms.ts'
import { context, integer, objectIdentifier, sequence, smallInteger } from '../evidence/der.ts'
import { oids } from '../evidence/oids.ts'
import { readCertificate } from '../evidence/read-certificate.ts'
import { makeParty, signerOf, type TestParty } from '../evidence/test-party.ts'
import { verifyDetachedSignature, verifyDigestSignature } from './cms-signature.ts'
import { messageForms, signMessage } from './message-trial.ts'
import { makeSm2Party } from './sm2-trial.ts'
import { makeToken } from './time-stamp-trial.ts'
import { Verification } from './verdict.ts'

const content = Buffer.from('归档内容')
const signingTime = new Date('2026-01-02T03:04:05Z')
const root = makeSm2Party('root', { authority: true })
const party = makeSm2Party('签名人', { issuer: root })
const form = messageForms.gb35275
let p256: TestParty

beforeAll(async () => {
  p256 = await makeParty('signer')
})

async function verdictOf(message: Uint8Array, signed: Uint8Array = content, anchors: readonly Uint8Array[] = []) {
  const log = new Verification()
  await verifyDetachedSignature(log, message, () => [signed], anchors.map(readCertificate))
  return log.verdict('pdf-signature', 'here')
}

async function stepsOf(message: Uint8Array, signed?: Uint8Array) {
  return (await verdictOf(message, signed)).faults.map(({ step, outcome }) => `${step} ${outcome}`)
}

test.for(Object.entries(messageForms))('SIG-08 accepts a message in the form %s', async ([, one]) => {
  const verdict = await verdictOf(signMessage(party, one, { content, signingTime }))
  expect(verdict).toMatchObject({ outcome: 'valid', faults: [] })
  expect(verdict.facts).toMatchObject({
    signer: 'CN=签名人',
    issuer: 'CN=root',
    algorithm: 'SM2 SM3',
    claimedAt: signingTime,
    trust: 'no-anchor',
  })
  expect(verdict.facts.serial).toMatch(/^40[0-9a-f]{30}$/)
})

test.for(['p256', 'p384', 'rsa-2048'] as const)('accepts CAdES with a %s key', async (key) => {
  const signer = await makeParty('signer', { key })
  const verdict = await verdictOf(await signDetached(content, signingTime, signerOf(signer)))
  expect(verdict).toMatchObject({ outcome: 'valid', facts: { claimedAt: signingTime } })
})

test('accepts a signature over the content itself', async () => {
  const message = signMessage(party, form, { content, bare: true })
  expect(await stepsOf(message)).toEqual(['certificateValidity not-verifiable'])
  expect(await stepsOf(message, Buffer.from('other'))).toContain('signatureValue invalid')
})

test('SIG-07 names the step that breaks', async () => {
  const good = signMessage(party, form, { content, signingTime })
  expect(await stepsOf(good, Buffer.from('other'))).toEqual(['contentDigest invalid'])
  const stranger = makeSm2Party('签名人', { issuer: root })
  const forged = signMessage({ ...party, sign: stranger.sign }, form, { content, signingTime })
  expect(await stepsOf(forged)).toEqual(['signatureValue invalid'])
  const expired = makeSm2Party('过期', { notAfter: new Date('2025-01-01') })
  expect(await stepsOf(signMessage(expired, form, { content, signingTime }))).toEqual(['certificateValidity invalid'])
  const unaccompanied = signMessage(party, form, { content, signingTime, certificates: [root.certificate] })
  expect(await stepsOf(unaccompanied)).toEqual(['signer not-verifiable'])
})

test('what cannot be read or is not known is not verifiable, never valid', async () => {
  const message = signMessage(party, form, { content, signingTime })
  expect(await stepsOf(message.subarray(0, -1))).toEqual(['structure not-verifiable'])
  expect(await stepsOf(Buffer.from('garbage'))).toEqual(['structure not-verifiable'])
  expect(await stepsOf(Buffer.concat([message, Buffer.of(0)]))).toEqual(['structure not-verifiable'])
  const unknown = { ...form, signature: sequence(objectIdentifier('1.2.3.4')) }
  expect(await stepsOf(signMessage(party, unknown, { content, signingTime }))).toEqual(['algorithm not-verifiable'])
  const attached = signMessage(party, form, { content, signingTime, attached: content })
  expect(await stepsOf(attached)).toEqual(['structure not-verifiable'])
})

test.for([
  ['MD5', 'md5', '1.2.840.113549.2.5'],
  ['SHA-1', 'sha1', '1.3.14.3.2.26'],
] as const)('SIG-11 refuses %s', async ([, digest, digestOid]) => {
  const rsa = await makeParty('signer', { key: 'rsa-2048' })
  const signer = { ...rsa, sign: (bytes: Uint8Array) => sign(digest, bytes, rsa.privateKey) }
  const broken = { ...form, type: oids.signedData, contentType: oids.data, digest, digestOid }
  const message = signMessage(
    signer,
    { ...broken, signature: sequence(objectIdentifier(oids.rsaEncryption)) },
    { content, signingTime },
  )
  expect(await stepsOf(message)).toEqual(['algorithm invalid'])
})

test('refuses a key of another kind or too short', async () => {
  const short = await makeParty('signer', { key: 'rsa-1024' })
  expect(await stepsOf(await signDetached(content, signingTime, signerOf(short)))).toEqual(['signatureValue invalid'])
  const signer = { ...p256, sign: (bytes: Uint8Array) => sign('sm3', bytes, p256.privateKey) }
  expect(await stepsOf(signMessage(signer, form, { content, signingTime }))).toEqual(['signatureValue invalid'])
})

test('refuses a certificate that is not for signing, and does not judge one that it does not understand', async () => {
  const authority = await makeParty('authority', { role: { authorityAbove: 0 } })
  const signer = { ...authority, sign: (bytes: Uint8Array) => sign('sha256', bytes, authority.privateKey) }
  const base = { type: oids.signedData, contentType: oids.data, digest: 'sha256', digestOid: oids.sha256 }
  const ecdsa = { ...base, signature: sequence(objectIdentifier(oids.ecdsaWithSha256)) }
  expect(await stepsOf(signMessage(signer, ecdsa, { content, signingTime }))).toEqual(['signer invalid'])
  const peculiar = makeSm2Party('特别', { peculiar: true })
  const unread = signMessage({ ...peculiar, certificate: party.certificate }, form, {
    content,
    signingTime,
    certificates: [peculiar.certificate],
  })
  expect(await stepsOf(unread)).toEqual(['signer not-verifiable'])
})

test('accepts RSASSA-PSS with its parameters, and refuses its defaults', async () => {
  const rsa = await makeParty('signer', { key: 'rsa-2048' })
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const signer = { ...rsa, sign: (bytes: Uint8Array) => sign('sha256', bytes, { key: rsa.privateKey, ...pss }) }
  const oid = objectIdentifier('1.2.840.113549.1.1.10')
  const sha256 = sequence(objectIdentifier(oids.sha256))
  const mask = sequence(objectIdentifier('1.2.840.113549.1.1.8'), sha256)
  const parameters = sequence(context(0, sha256), context(1, mask), context(2, smallInteger(32)))
  const base = { type: oids.signedData, contentType: oids.data, digest: 'sha256', digestOid: oids.sha256 }
  const good = signMessage(signer, { ...base, signature: sequence(oid, parameters) }, { content, signingTime })
  expect(await stepsOf(good)).toEqual([])
  const long = sequence(context(0, sha256), context(1, mask), context(2, integer(Buffer.of(0, 250))))
  const salted = signMessage(signer, { ...base, signature: sequence(oid, long) }, { content, signingTime })
  expect(await stepsOf(salted)).toEqual(['algorithm not-verifiable'])
  const defaults = signMessage(signer, { ...base, signature: sequence(oid, sequence()) }, { content, signingTime })
  expect(await stepsOf(defaults)).toEqual(['algorithm invalid'])
})

test('SIG-12 a time stamp on the signature proves its time', async () => {
  const authority = makeSm2Party('时间戳', { timeStamping: true })
  const stampedAt = new Date('2026-01-02T04:00:00Z')
  const stamped = (signer = authority, over?: Uint8Array) =>
    signMessage(party, form, {
      content,
      signingTime,
      timeStamp: (signature) => makeToken(signer, form, over ?? signature, stampedAt),
    })
  expect(await verdictOf(stamped())).toMatchObject({
    outcome: 'valid',
    facts: { stampedAt, claimedAt: signingTime, stampAuthority: 'CN=时间戳', stampTrust: 'no-anchor' },
  })
  const trusted = await verdictOf(stamped(), content, [root.certificate, authority.certificate])
  expect(trusted.facts).toMatchObject({ trust: 'vouched', stampTrust: 'vouched' })
  const unknown = await verdictOf(stamped(), content, [root.certificate])
  expect(unknown.facts).toMatchObject({ trust: 'vouched', stampTrust: 'not-vouched' })
  expect(await stepsOf(stamped(authority, content))).toEqual(['timeStamp invalid'])
  expect(await stepsOf(stamped(party))).toEqual(['timeStamp invalid'])
})

test('with any changed byte a message of a trusted signer is not valid, not vouched for, or says the same', async () => {
  const good = signMessage(party, form, { content, signingTime })
  const original = await verdictOf(good, content, [root.certificate])
  expect(original).toMatchObject({ outcome: 'valid', facts: { trust: 'vouched' } })
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const changed = Buffer.from(good)
      changed[at] = (changed[at] ?? 0) ^ mask
      const verdict = await verdictOf(changed, content, [root.certificate])
      const isBelieved = verdict.outcome === 'valid' && verdict.facts.trust === 'vouched'
      expect(isBelieved ? verdict : original).toEqual(original)
    }),
    { numRuns: 150 },
  )
})

test('says whether a configured authority vouches for the signer', async () => {
  const message = signMessage(party, form, { content, signingTime })
  const trust = async (...anchors: readonly Uint8Array[]) => (await verdictOf(message, content, anchors)).facts.trust
  expect(await trust(root.certificate)).toBe('vouched')
  expect(await trust(makeSm2Party('root', { authority: true }).certificate)).toBe('not-vouched')
  expect(await trust(makeSm2Party('root').certificate)).toBe('not-vouched')
  expect(await trust(party.certificate)).toBe('vouched')
})

test('accepts the digest of the file as the content of a message, and no other', async () => {
  const verify = async (message: Uint8Array) => {
    const log = new Verification()
    await verifyDigestSignature(log, message, () => [content], [])
    return log.faults.map(({ step }) => step)
  }
  const digest = createHash('sm3').update(content).digest()
  expect(await verify(signMessage(party, form, { content, attached: digest, signingTime }))).toEqual([])
  const byTheBook = signMessage(party, form, { content: digest, attached: digest, signingTime })
  expect(await verify(byTheBook)).toEqual([])
  const bare = signMessage(party, form, { content: digest, attached: digest, bare: true })
  expect(await verify(bare)).toEqual(['certificateValidity'])
  const other = signMessage(party, form, { content, attached: content, signingTime })
  expect(await verify(other)).toEqual(['contentDigest'])
})
