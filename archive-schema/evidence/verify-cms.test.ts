import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { signDetached } from './cms.ts'
import { makeParty, type PartyWishes, signerOf, type TestParty, trustIn } from './test-party.ts'
import { verifyDetached } from './verify-cms.ts'

const content = Buffer.from('content')
const at = new Date('2026-01-02T03:04:05Z')
let root: TestParty
let issuing: TestParty

beforeAll(async () => {
  root = await makeParty('root', { role: { authorityAbove: 1 } })
  issuing = await makeParty('issuing', { role: { authorityAbove: 0 }, issuer: root })
})

async function signed(wishes: PartyWishes = {}, issuers = [issuing]) {
  const party = await makeParty('signer', { issuer: issuing, ...wishes })
  const signature = await signDetached(content, at, signerOf(party, ...issuers))
  return { party, signature, verify: (when = at) => verifyDetached(signature, content, trustIn(root, party), when) }
}

test.for([
  ['p256', 'ecdsa-p256-sha256'],
  ['rsa-2048', 'rsa-pkcs1-sha256'],
] as const)('accepts a signature with a %s key', async ([key, algorithm]) => {
  const { verify } = await signed({ key })
  expect(verify()).toMatchObject({ algorithm, signingTime: at, signer: 'C=CN, O=测试, CN=signer' })
})

test('accepts a signer certified by the root itself', async () => {
  const { verify } = await signed({ issuer: root }, [])
  expect(verify().algorithm).toBe('ecdsa-p256-sha256')
})

test('says the signing time in both forms', async () => {
  for (const time of [new Date('2049-12-31T23:59:59Z'), new Date('2050-01-01T00:00:00Z')]) {
    const party = await makeParty('signer', { issuer: issuing })
    const signature = await signDetached(content, time, signerOf(party, issuing))
    expect(verifyDetached(signature, content, trustIn(root, party), at).signingTime).toEqual(time)
  }
})

test('refuses other content', async () => {
  const { party, signature } = await signed()
  expect(() => verifyDetached(signature, Buffer.from('Content'), trustIn(root, party), at)).toThrow(
    'other content is signed',
  )
})

test('refuses a signer who is not pinned, though certified by the same authority', async () => {
  const { signature } = await signed()
  const other = await makeParty('other', { issuer: issuing })
  expect(() => verifyDetached(signature, content, trustIn(root, other), at)).toThrow('not one of the trusted signers')
})

test('refuses another root of the same name', async () => {
  const { party, signature } = await signed()
  const impostor = await makeParty('root', { role: { authorityAbove: 1 } })
  expect(() => verifyDetached(signature, content, trustIn(impostor, party), at)).toThrow(
    'is not issued by the next one',
  )
})

test.for(['p384', 'rsa-1024'] as const)('refuses a %s key', async (key) => {
  const { verify } = await signed({ key })
  expect(verify).toThrow("the signer's key is not P-256 or RSA with 2048 to 8192 bits")
})

test('judges validity at the time that it is given, to the second [SIG-05]', async () => {
  const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-31T23:59:59Z') }
  const { verify } = await signed(validity)
  expect(verify(new Date('2026-01-01T00:00:00Z')).signer).toBe('C=CN, O=测试, CN=signer')
  expect(verify(new Date('2026-12-31T23:59:58Z')).signer).toBe('C=CN, O=测试, CN=signer')
  expect(() => verify(new Date('2025-12-31T23:59:59Z'))).toThrow('is not valid at 2025-12-31T23:59:59.000Z')
  expect(() => verify(new Date('2026-12-31T23:59:59Z'))).toThrow('is not valid at 2026-12-31T23:59:59.000Z')
})

test("refuses an authority's certificate as a signer's", async () => {
  const { verify } = await signed({ role: { authorityAbove: 0 }, issuer: root }, [])
  expect(verify).toThrow("the signer's certificate is an authority's")
})

test('refuses a signer certified by an end-entity certificate', async () => {
  const between = await makeParty('between', { issuer: issuing })
  const { verify } = await signed({ issuer: between }, [between, issuing])
  expect(verify).toThrow('CN=between issued a certificate without being an authority')
})

test('refuses more authorities below another than its certificate allows', async () => {
  const third = await makeParty('third', { role: { authorityAbove: 0 }, issuer: issuing })
  const { verify } = await signed({ issuer: third }, [third, issuing])
  expect(verify).toThrow('CN=issuing has more authorities below it than allowed')
})

test('refuses missing, superfluous and unordered certificates, and the root', async () => {
  expect((await signed({}, [])).verify).toThrow('is not issued by the next one')
  expect((await signed({}, [issuing, issuing])).verify).toThrow('is not issued by the next one')
  expect((await signed({}, [issuing, root])).verify).toThrow('the signature brings the root along')
})

test('refuses any changed byte', async () => {
  const { party, signature } = await signed()
  const trust = trustIn(root, party)
  fc.assert(
    fc.property(fc.nat({ max: signature.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, mask) => {
      const changed = Buffer.from(signature)
      changed[place] = (changed[place] ?? 0) ^ mask
      expect(() => verifyDetached(changed, content, trust, at)).toThrow(
        expect.objectContaining({ code: 'SIGNATURE_INVALID' }),
      )
    }),
    { numRuns: 1000 },
  )
})

test('refuses any cut', async () => {
  const { party, signature } = await signed()
  const trust = trustIn(root, party)
  for (let length = 0; length < signature.length; length += 7) {
    expect(() => verifyDetached(signature.subarray(0, length), content, trust, at)).toThrow('the signature is not DER')
  }
})
