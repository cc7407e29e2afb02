import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCertificate } from '../evidence/read-certificate.ts'
import { makeParty, type PartyWishes, signerOf, type TestParty } from '../evidence/test-party.ts'
import { issueToken } from './issue-token.ts'
import { imprintOf } from './message-imprint.ts'
import { readToken } from './read-token.ts'
import { formatRequest, nonceOf, parseRequest, type TimeStampRequest } from './time-stamp-request.ts'
import { formatGranted, formatRejected, parseResponse } from './time-stamp-response.ts'
import { verifyToken } from './verify-token.ts'

const stamped = Buffer.from('archive.example/log\n7\nroot\n')
const at = new Date('2026-01-02T03:04:05Z')
let root: TestParty
let issuing: TestParty

beforeAll(async () => {
  root = await makeParty('root', { role: { authorityAbove: 1 } })
  issuing = await makeParty('issuing', { role: { authorityAbove: 0 }, issuer: root })
})

async function stamp({ wishes = {}, issuers = [issuing], request = {} }: StampWishes = {}) {
  const party = await makeParty('authority', { issuer: issuing, role: 'time-stamps', ...wishes })
  const authority = { signer: signerOf(party, ...issuers), policy: '1.2.3.4.1' }
  const asked = { imprint: imprintOf('sha256', stamped), wantsCertificates: true, ...request }
  const token = await issueToken(authority, asked, { at, serial: Buffer.of(7) })
  return { token, trust: trustIn(root, party) }
}

type StampWishes = {
  readonly wishes?: PartyWishes
  readonly issuers?: readonly TestParty[]
  readonly request?: Partial<TimeStampRequest>
}

function trustIn(anchor: TestParty, ...authorities: readonly TestParty[]) {
  const read = (party: TestParty) => readCertificate(party.certificate)
  return { roots: [read(anchor)], authorities: authorities.map((one) => read(one).sha256) }
}

describe('requests', () => {
  const request: TimeStampRequest = {
    imprint: imprintOf('sm3', stamped),
    policy: '1.2.3.4',
    nonce: nonceOf(randomBytes(16)),
    wantsCertificates: true,
  }
  test.for([request, { imprint: request.imprint, wantsCertificates: false }])(
    'are read as they were written',
    (one) => {
      expect(parseRequest(formatRequest(one))).toEqual(one)
    },
  )
  test('are refused with a byte more, or with a digest of another length', () => {
    expect(() => parseRequest(Buffer.concat([formatRequest(request), Buffer.of(0)]))).toThrow('is not DER')
    const short = { ...request, imprint: { ...request.imprint, digest: Buffer.alloc(20) } }
    expect(() => parseRequest(formatRequest(short))).toThrow('of another length than its digest')
  })
})

describe('answers', () => {
  test('bring the token', async () => {
    const { token } = await stamp()
    expect(parseResponse(formatGranted(token))).toEqual(token)
  })
  test('say why there is none', () => {
    expect(() => parseResponse(formatRejected('badAlg', '不支持'))).toThrow('refuses with status 2: 不支持')
  })
})

describe('a token', () => {
  test.for(['p256', 'rsa-2048'] as const)('of a %s key proves its time [SIG-12]', async (key) => {
    const { token, trust } = await stamp({ wishes: { key } })
    expect(await verifyToken(token, stamped, trust)).toEqual({
      at,
      validUntil: new Date('2040-01-01'),
      authority: 'C=CN, O=测试, CN=authority',
      certificate: trust.authorities[0],
      policy: '1.2.3.4.1',
    })
  })

  test('of an SM2 authority, whose chain holds SM2 keys alone, proves its time', async () => {
    const sm2Root = await makeParty('sm2 root', { role: { authorityAbove: 1 }, key: 'sm2' })
    const sm2Issuing = await makeParty('sm2 issuing', { role: { authorityAbove: 0 }, issuer: sm2Root, key: 'sm2' })
    const party = await makeParty('sm2 authority', { issuer: sm2Issuing, role: 'time-stamps', key: 'sm2' })
    const authority = { signer: signerOf(party, sm2Issuing), policy: '1.2.3.4.1' }
    const asked = { imprint: imprintOf('sm3', stamped), wantsCertificates: true }
    const token = await issueToken(authority, asked, { at, serial: Buffer.of(7) })
    const trust = trustIn(sm2Root, party)
    expect((await verifyToken(token, stamped, trust)).at).toEqual(at)
    await expect(verifyToken(token, Buffer.from('other'), trust)).rejects.toThrow('other bytes are stamped')
    await expect(verifyToken(token, stamped, { ...trust, roots: trustIn(root).roots })).rejects.toThrow(
      'no trusted root',
    )
    const spoilt = Buffer.from(token)
    spoilt[spoilt.length - 1] = (spoilt.at(-1) ?? 0) ^ 1
    await expect(verifyToken(spoilt, stamped, trust)).rejects.toThrow("is not of the signer's key")
  })

  test('may have an SM3 imprint, and brings its nonce back', async () => {
    const nonce = nonceOf(randomBytes(16))
    const { token, trust } = await stamp({ request: { imprint: imprintOf('sm3', stamped), nonce } })
    expect((await verifyToken(token, stamped, trust)).at).toEqual(at)
    expect(readToken(token).info.nonce).toEqual(nonce)
  })

  test('is not over other bytes', async () => {
    const { token, trust } = await stamp()
    await expect(verifyToken(token, Buffer.from('other'), trust)).rejects.toThrow('other bytes are stamped')
  })

  test('counts only from an authority that is pinned, up to a trusted root', async () => {
    const { token } = await stamp()
    const { token: other, trust } = await stamp()
    await expect(verifyToken(token, stamped, trust)).rejects.toThrow('not one of the trusted time-stamp authorities')
    const impostor = await makeParty('root', { role: { authorityAbove: 1 } })
    const foreign = { ...trust, roots: trustIn(impostor).roots }
    await expect(verifyToken(other, stamped, foreign)).rejects.toThrow('is not issued by the next one')
  })

  test('counts only from a certificate that is for time stamps', async () => {
    const { token, trust } = await stamp({ wishes: { role: 'signer' } })
    await expect(verifyToken(token, stamped, trust)).rejects.toThrow('is not for time stamps alone')
  })

  test('counts only while its certificate was valid', async () => {
    const { token, trust } = await stamp({ wishes: { notAfter: at } })
    await expect(verifyToken(token, stamped, trust)).rejects.toThrow('is not valid at')
  })

  test('brings its chain and nothing else along', async () => {
    const stranger = await makeParty('stranger', { issuer: root })
    const { token, trust } = await stamp({ issuers: [issuing, stranger] })
    await expect(verifyToken(token, stamped, trust)).rejects.toThrow('is no part of the chain')
    const bare = await stamp({ request: { wantsCertificates: false } })
    await expect(verifyToken(bare.token, stamped, bare.trust)).rejects.toThrow('did not come along')
  })

  test('may bring the root along', async () => {
    const { token, trust } = await stamp({ issuers: [issuing, root] })
    expect((await verifyToken(token, stamped, trust)).at).toEqual(at)
  })

  test('is refused with any bit of it flipped [SIG-12]', async () => {
    const { token, trust } = await stamp()
    const bit = fc.record({ byte: fc.nat(token.length - 1), bit: fc.nat(7) })
    const flipped = fc.asyncProperty(bit, async ({ byte, bit: number }) => {
      const spoilt = Buffer.from(token)
      spoilt[byte] = (spoilt[byte] ?? 0) ^ (1 << number)
      await expect(verifyToken(spoilt, stamped, trust)).rejects.toMatchObject({ name: 'ArchiveError' })
    })
    await fc.assert(flipped, { numRuns: 300 })
  })
})
