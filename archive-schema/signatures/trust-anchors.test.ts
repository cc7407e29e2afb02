import { expect, test } from 'vitest'
import { certificatePem } from '../evidence/read-certificate.ts'
import { makeSm2Party } from './sm2-trial.ts'
import { parseTrustAnchors } from './trust-anchors.ts'

test('reads several certificates, SM2 too, and refuses a file without any or with a broken one', () => {
  const pem = ['甲', '乙'].map((name) => certificatePem(makeSm2Party(name, { authority: true }).certificate))
  expect(parseTrustAnchors(`国家根证书\n${pem.join('\n')}`).map(({ name }) => name)).toEqual(['CN=甲', 'CN=乙'])
  expect(() => parseTrustAnchors('')).toThrow('there is no certificate in PEM')
  const broken = (pem[0] ?? '').replace(/\nMII.{20}/, '\nMIIAAAA')
  expect(() => parseTrustAnchors(broken)).toThrow('a certificate cannot be read')
})
