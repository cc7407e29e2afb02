import { beforeAll, expect, test } from 'vitest'
import { enumerated, smallInteger } from './der.ts'
import { type Certificate, readCertificate } from './read-certificate.ts'
import { readRevocationList } from './read-revocation-list.ts'
import { makeRevocationList } from './revocation-list-trial.ts'
import { makeParty, type TestParty } from './test-party.ts'
import { verifyNotRevoked } from './verify-revocation.ts'

const at = new Date('2026-01-02T03:04:05Z')
const hour = 3_600_000

for (const key of ['p256', 'rsa-2048', 'sm2'] as const) {
  let root: TestParty
  let issuing: TestParty
  let signer: TestParty
  let chain: readonly Certificate[]

  beforeAll(async () => {
    root = await makeParty('root', { role: { authorityAbove: 1 }, key })
    issuing = await makeParty('issuing', { role: { authorityAbove: 0 }, issuer: root, key })
    signer = await makeParty('signer', { issuer: issuing, key })
    chain = [signer, issuing].map(({ certificate }) => readCertificate(certificate))
  })

  const verify = async (...lists: readonly Promise<Buffer>[]) =>
    verifyNotRevoked(chain, readCertificate(root.certificate), (await Promise.all(lists)).map(readRevocationList), at)
  const invalid = (found: string) =>
    expect.objectContaining({ code: 'SIGNATURE_INVALID', message: expect.stringContaining(found) })

  test(`a signer whom no list of its authorities names is not revoked (${key})`, async () => {
    const other = Buffer.of(1, 2, 3)
    await expect(
      verify(makeRevocationList(root), makeRevocationList(issuing, { revoked: [other] })),
    ).resolves.toBeUndefined()
  })

  test(`a signer or an authority that is named is revoked (${key})`, async () => {
    const [own, above] = chain
    const naming = makeRevocationList(issuing, { revoked: [Buffer.of(1), own?.serial ?? Buffer.of()] })
    await expect(verify(makeRevocationList(root), naming)).rejects.toThrow(invalid('CN=signer is revoked'))
    const namingAbove = makeRevocationList(root, { revoked: [above?.serial ?? Buffer.of()] })
    await expect(verify(namingAbove, makeRevocationList(issuing))).rejects.toThrow(invalid('CN=issuing is revoked'))
  })

  test(`a list that is missing, by somebody else or changed counts for nothing (${key})`, async () => {
    await expect(verify(makeRevocationList(issuing))).rejects.toThrow(
      invalid('no current revocation list of C=CN, O=测试, CN=root'),
    )
    const impostor = await makeParty('issuing', { role: { authorityAbove: 0 }, key })
    await expect(verify(makeRevocationList(root), makeRevocationList(impostor))).rejects.toThrow(
      invalid("not of the signer's key"),
    )
  })
}

test('a list counts from its beginning until its successor is due', async () => {
  const root = await makeParty('root', { role: { authorityAbove: 0 } })
  const chain = [readCertificate((await makeParty('signer', { issuer: root })).certificate)]
  const list = readRevocationList(
    await makeRevocationList(root, { thisUpdate: at, nextUpdate: new Date(at.getTime() + hour) }),
  )
  const verifyAt = (milliseconds: number) =>
    verifyNotRevoked(chain, readCertificate(root.certificate), [list], new Date(at.getTime() + milliseconds))
  await expect(verifyAt(0)).resolves.toBeUndefined()
  await expect(verifyAt(hour - 1)).resolves.toBeUndefined()
  await expect(verifyAt(-1)).rejects.toThrow('no current revocation list')
  await expect(verifyAt(hour)).rejects.toThrow('no current revocation list')
})

test.for([
  ['a critical extension of the list', { critical: true }],
  ['a critical extension of an entry', { criticalEntry: true }],
  ['version 1', { version: 0 }],
  ['two signature algorithms', { outerOid: '1.2.840.10045.4.3.3' }],
] as const)('refuses a list with %s', async ([, wishes]) => {
  const root = await makeParty('root', { role: { authorityAbove: 0 } })
  const list = await makeRevocationList(root, { revoked: [Buffer.of(1)], ...wishes })
  expect(() => readRevocationList(list)).toThrow(expect.objectContaining({ code: 'SIGNATURE_INVALID' }))
  expect(readRevocationList(await makeRevocationList(root)).revoked.size).toBe(0)
})

test.for([
  ['an INTEGER', smallInteger(1), 'has another type'],
  ['a reason that is not used', enumerated(7), '7 is no reason'],
  ['a reason of delta lists only', enumerated(8), '8 is no reason'],
] as const)('refuses a list whose entries have %s for a reason', async ([, reason, found]) => {
  const root = await makeParty('root', { role: { authorityAbove: 0 } })
  const revoked = [Buffer.of(1)]
  const list = await makeRevocationList(root, { revoked, reason })
  expect(() => readRevocationList(list)).toThrow(found)
  expect(readRevocationList(await makeRevocationList(root, { revoked, reason: enumerated(1) })).revoked.size).toBe(1)
})

test('refuses bytes after a list, and a list cut off', async () => {
  const list = await makeRevocationList(await makeParty('root'), { revoked: [Buffer.of(1)] })
  expect([...readRevocationList(list).revoked]).toEqual(['01'])
  expect(() => readRevocationList(Buffer.concat([list, Buffer.of(0)]))).toThrow('is not DER')
  expect(() => readRevocationList(list.subarray(0, -1))).toThrow('is not DER')
})
