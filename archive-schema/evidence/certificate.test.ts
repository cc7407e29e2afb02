import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { booleanTrue, decodeDer, encodeDer, objectIdentifier, octetString, sequence } from './der.ts'
import { certificatePem, readCertificate, readPemCertificate } from './read-certificate.ts'
import { makeParty } from './test-party.ts'

test.for(['p256', 'rsa-2048'] as const)('a certificate of a %s key says what it was told to', async (key) => {
  const root = await makeParty('根', { role: { authorityAbove: 1 }, key })
  const party = await makeParty('签名人', { issuer: root, key })
  const x509 = new X509Certificate(party.certificate)
  expect(x509.subject).toBe('C=CN\nO=测试\nCN=签名人')
  expect(x509.issuer).toBe('C=CN\nO=测试\nCN=根')
  expect(x509.validFrom).toBe('Jan  1 00:00:00 2020 GMT')
  expect(x509.validTo).toBe('Jan  1 00:00:00 2040 GMT')
  expect(x509.checkPrivateKey(party.privateKey)).toBe(true)
  const rootX509 = new X509Certificate(root.certificate)
  expect(x509.verify(rootX509.publicKey)).toBe(true)
  expect(x509.checkIssued(rootX509)).toBe(true)
  expect([x509.ca, rootX509.ca]).toEqual([false, true])
})

test('reading gives back roles, validity and names', async () => {
  const root = await makeParty('root', { role: { authorityAbove: 1 } })
  const party = await makeParty('party', { issuer: root, notAfter: new Date('2050-01-01T00:00:00Z') })
  const [readRoot, read] = [root, party].map(({ certificate }) => readCertificate(certificate))
  expect(readRoot).toMatchObject({ authority: { pathLength: 1 }, keyUsage: { signs: false, certifies: true } })
  expect(read).toMatchObject({ authority: undefined, keyUsage: { signs: true, certifies: false } })
  expect(read?.notAfter).toEqual(new Date('2050-01-01T00:00:00Z'))
  expect(read?.issuer).toEqual(readRoot?.subject)
})

test('reads one certificate in PEM and nothing around it', async () => {
  const pem = certificatePem((await makeParty('a')).certificate)
  expect(readPemCertificate(pem).x509.subject).toBe('C=CN\nO=测试\nCN=a')
  for (const changed of [`${pem}\n`, pem + pem, `a text\n${pem}`, pem.replace('\n', '\r\n')]) {
    expect(() => readPemCertificate(changed)).toThrow('the PEM text is not one certificate and nothing else')
  }
  expect(() => readPemCertificate('no certificate')).toThrow(expect.objectContaining({ code: 'SIGNATURE_INVALID' }))
})

test('refuses an extension that is critical and not understood, or there twice', async () => {
  const { certificate } = await makeParty('a')
  const unknown = sequence(objectIdentifier('2.5.29.30'), booleanTrue(), octetString(Buffer.of(0x30, 0)))
  expect(() => readCertificate(withExtension(certificate, unknown))).toThrow('2.5.29.30 is not understood')
  const again = sequence(objectIdentifier('2.5.29.15'), octetString(Buffer.from('03020780', 'hex')))
  expect(() => readCertificate(withExtension(certificate, again))).toThrow('2.5.29.15 stands there twice')
})

function withExtension(certificate: Uint8Array, extension: ReturnType<typeof sequence>): Uint8Array {
  const tree = decodeDer(certificate, 100_000, 'certificate')
  const extensions = [0, 7, 0].reduce((node, index) => {
    const child = Array.isArray(node.value) ? node.value[index] : undefined
    if (child === undefined) throw new Error('the certificate has another form')
    return child
  }, tree)
  if (!Array.isArray(extensions.value)) throw new Error('the certificate has another form')
  extensions.value.push(extension)
  return encodeDer(tree)
}
