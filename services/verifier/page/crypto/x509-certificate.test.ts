import { X509Certificate as NodeCertificate, sign, verify as verifyWithNode } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeParty } from '#archive-schema/evidence/test-party.ts'
import { verify } from './verify.ts'
import { X509Certificate } from './x509-certificate.ts'

describe.for(['p256', 'p384', 'rsa-2048'] as const)('a certificate with a %s key', (key) => {
  test('says what Node reads in it', async () => {
    const issuer = await makeParty('root, "CA" + 测试', { role: { authorityAbove: 0 }, key })
    const party = await makeParty('signer', { issuer, key })
    for (const { certificate } of [issuer, party]) {
      const [ours, nodes] = [new X509Certificate(certificate), new NodeCertificate(certificate)]
      expect([ours.subject, ours.issuer, ours.toString(), ours.keyUsage]).toEqual([
        nodes.subject,
        nodes.issuer,
        nodes.toString(),
        nodes.keyUsage,
      ])
      expect(ours.publicKey.asymmetricKeyType).toBe(nodes.publicKey.asymmetricKeyType)
      expect(nodes.publicKey.asymmetricKeyDetails).toMatchObject(ours.publicKey.asymmetricKeyDetails)
      expect(new X509Certificate(nodes.toString()).raw).toEqual(nodes.raw)
    }
    const above = new X509Certificate(issuer.certificate).publicKey
    expect(new X509Certificate(party.certificate).verify(above)).toBe(true)
    expect(new X509Certificate(party.certificate).verify(new X509Certificate(party.certificate).publicKey)).toBe(false)
  })

  test('verifies what Node verifies, and nothing that was changed', async () => {
    const { privateKey, certificate } = await makeParty('signer', { key })
    const content = Buffer.from('content')
    const signature = sign('sha256', content, privateKey)
    const [ours, nodes] = [new X509Certificate(certificate).publicKey, new NodeCertificate(certificate).publicKey]
    expect(verify('sha256', content, ours, signature)).toBe(true)
    const change = fc.record({ at: fc.nat(signature.length - 1), by: fc.integer({ min: 1, max: 255 }) })
    fc.assert(
      fc.property(change, ({ at, by }) => {
        const spoilt = Buffer.from(signature)
        spoilt[at] = (spoilt[at] ?? 0) ^ by
        expect(verify('sha256', content, ours, spoilt)).toBe(verifyWithNode('sha256', content, nodes, spoilt))
      }),
    )
  })
})
