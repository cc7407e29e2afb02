import { sign } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { signDetached } from './cms.ts'
import { profilesOf, type SignatureProfile } from './signature-profiles.ts'
import type { Signer } from './signer.ts'
import { makeParty, type PartyWishes, signerOf, type TestParty, trustIn, withSm2Trust } from './test-party.ts'
import { verifyDetached, verifySm2Detached } from './verify-cms.ts'

const content = Buffer.from('content')
const at = new Date('2026-01-02T03:04:05Z')
const [gb35275, gb35275With501, cms] = profilesOf('sm2-sm3')
let root: TestParty
let sm2Root: TestParty
let issuing: TestParty
let signer: TestParty

beforeAll(async () => {
  root = await makeParty('root', { role: { authorityAbove: 1 } })
  sm2Root = await makeParty('sm2 root', { role: { authorityAbove: 1 }, key: 'sm2' })
  issuing = await makeParty('sm2 issuing', { role: { authorityAbove: 0 }, issuer: sm2Root, key: 'sm2' })
  signer = await sm2Party()
})

function sm2Party(wishes: PartyWishes = {}): Promise<TestParty> {
  return makeParty('sm2 signer', { issuer: issuing, key: 'sm2', ...wishes })
}

const trust = (...signers: readonly TestParty[]) => withSm2Trust(trustIn(root, ...signers), sm2Root, signer)
const signature = (changes: Partial<Signer> = {}, party = signer, issuers = [issuing]) =>
  signDetached(content, at, { ...signerOf(party, ...issuers), ...changes })
const verify = (bytes: Uint8Array, signers: readonly TestParty[] = []) =>
  verifySm2Detached(bytes, content, trust(...signers), at)

test('there are three forms, and GB/T 35275 is written where no other is asked for', async () => {
  expect([gb35275, gb35275With501, cms].map((profile) => profile?.name)).toEqual(['gb35275', 'gb35275-501', 'cms'])
  expect(verify(await signature()).profile).toBe('gb35275')
})

test.for(profilesOf('sm2-sm3'))('accepts the form $name, and refuses it for other content', async (profile) => {
  const bytes = await signature({ profile })
  expect(verify(bytes)).toMatchObject({ algorithm: 'sm2-sm3', profile: profile.name, signingTime: at })
  expect(() => verifySm2Detached(bytes, Buffer.from('Content'), trust(), at)).toThrow('other content is signed')
})

test.for([
  ['the type of another form', (profile: SignatureProfile) => ({ ...profile, contentInfo: '1.2.840.113549.1.7.2' })],
  [
    'the content type of another form',
    (profile: SignatureProfile) => ({ ...profile, content: '1.2.840.113549.1.7.1' }),
  ],
  [
    'a NULL where there is none',
    (profile: SignatureProfile) => ({ ...profile, digest: { ...profile.digest, parameters: 'null' as const } }),
  ],
  [
    'ECDSA for the algorithm',
    (profile: SignatureProfile) => ({
      ...profile,
      signature: { oid: '1.2.840.10045.4.3.2', parameters: 'absent' as const },
    }),
  ],
  [
    'SHA-256 for the digest',
    (profile: SignatureProfile) => ({
      ...profile,
      hash: 'sha256' as const,
      digest: { oid: '2.16.840.1.101.3.4.2.1', parameters: 'null' as const },
    }),
  ],
] as const)('refuses a frame with %s', async ([, change]) => {
  const [profile] = profilesOf('sm2-sm3')
  const bytes = await signature({ profile: change(profile) })
  expect(() => verify(bytes)).toThrow(expect.objectContaining({ code: 'SIGNATURE_INVALID' }))
})

test('refuses what node signs with the key: ECDSA with SM3 [SIG-02]', async () => {
  const bytes = await signature({ sign: async (tbs) => sign('sm3', tbs, signer.privateKey) })
  expect(() => verify(bytes)).toThrow("the signature value is not of the signer's key")
})

test('a signature for generic tools is none for SM2, and the other way round', async () => {
  const generic = await makeParty('signer', { issuer: root })
  const bytes = await signDetached(content, at, signerOf(generic))
  expect(verifyDetached(bytes, content, trust(generic), at).profile).toBe('cades-ecdsa-p256')
  expect(() => verify(bytes, [generic])).toThrow("the signer's key is not SM2")
  const sm2 = await signature()
  expect(() => verifyDetached(sm2, content, trust(), at)).toThrow("the signer's key is not P-256 or RSA")
})

test('refuses RSA and P-256 over SM3, which no standard pairs [SIG-02]', async () => {
  for (const key of ['rsa-2048', 'p256'] as const) {
    const party = await makeParty('signer', { issuer: root, key })
    const own = signerOf(party)
    const [profile] = profilesOf(own.algorithm)
    const withSm3: SignatureProfile = {
      ...profile,
      hash: 'sm3',
      digest: { oid: '1.2.156.10197.1.401', parameters: 'absent' },
    }
    const signSm3 = async (tbs: Uint8Array) => sign('sm3', tbs, party.privateKey)
    const bytes = await signDetached(content, at, { ...own, profile: withSm3, sign: signSm3 })
    expect(() => verifyDetached(bytes, content, trustIn(root, party), at)).toThrow('the digest algorithm is not that')
    expect(() => verify(bytes, [party])).toThrow("the signer's key is not SM2")
  }
})

test('believes no SM2 signature without a root for SM2', async () => {
  const { sm2RootPem: _, ...generic } = trust()
  const bytes = await signature()
  expect(() => verifySm2Detached(bytes, content, generic, at)).toThrow('no root authority for SM2 is trusted')
})

test('refuses a signer who is not pinned, though certified by the same authority', async () => {
  const bytes = await signature({}, await sm2Party())
  expect(() => verify(bytes)).toThrow('not one of the trusted signers')
})

test('refuses a certificate that is not issued by the next one', async () => {
  const impostor = await makeParty('sm2 issuing', { role: { authorityAbove: 0 }, key: 'sm2' })
  const party = await sm2Party({ issuer: impostor })
  const bytes = await signature({}, party, [issuing])
  expect(() => verify(bytes, [party])).toThrow('is not issued by the next one')
})

test('refuses a signer certified by an end-entity certificate', async () => {
  const party = await sm2Party({ issuer: signer })
  const bytes = await signature({}, party, [signer, issuing])
  expect(() => verify(bytes, [party])).toThrow('issued a certificate without being an authority')
})

test('refuses a chain in which SM2 and other keys meet', async () => {
  const party = await sm2Party({ issuer: root })
  const bytes = await signature({}, party, [])
  const mixed = { ...trust(party), sm2RootPem: trust().rootPem }
  expect(() => verifySm2Detached(bytes, content, mixed, at)).toThrow('SM2 and other keys meet')
  const generic = await makeParty('signer', { issuer: issuing })
  const other = await signDetached(content, at, signerOf(generic, issuing))
  const sm2Trust = { rootPem: trust().sm2RootPem ?? '', signers: trust(generic).signers }
  expect(() => verifyDetached(other, content, sm2Trust, at)).toThrow('SM2 and other keys meet')
})

test('refuses an expired certificate', async () => {
  const party = await sm2Party({ notAfter: at })
  const bytes = await signature({}, party)
  expect(() => verify(bytes, [party])).toThrow('is not valid at')
})

test('refuses a change of any byte [SIG-03]', async () => {
  const bytes = await signature()
  const masks = fc.sample(fc.integer({ min: 1, max: 255 }), { numRuns: bytes.length, seed: 1 })
  masks.forEach((mask, place) => {
    const changed = Buffer.from(bytes)
    changed[place] = (changed[place] ?? 0) ^ mask
    expect(() => verify(changed), `byte ${place} ^ ${mask}`).toThrow(
      expect.objectContaining({ code: 'SIGNATURE_INVALID' }),
    )
  })
})

test('refuses bytes after it, any cut, BER, and input that is too long', async () => {
  const bytes = await signature()
  expect(() => verify(Buffer.concat([bytes, Buffer.of(0)]))).toThrow('the signature is not DER')
  for (let length = 0; length < bytes.length; length += 5) {
    expect(() => verify(bytes.subarray(0, length))).toThrow('the signature is not DER')
  }
  const indefinite = Buffer.concat([Buffer.of(0x30, 0x80), bytes.subarray(4), Buffer.of(0, 0)])
  expect(() => verify(indefinite)).toThrow('the signature is not DER')
  expect(() => verify(Buffer.alloc(256 * 1024 + 1, 0x30))).toThrow('the signature is over 262144 bytes long')
})
