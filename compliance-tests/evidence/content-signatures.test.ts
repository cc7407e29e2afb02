import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bytesReader } from '#archive-schema/content-reader.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { defaultContentLimits } from '#pipelines/examination/content-limits.ts'
import { makeSignedPdf } from '#pipelines/examination/signatures/signed-pdf-trial.ts'
import { verifyContentSignatures } from '#pipelines/examination/signatures/verify-content-signatures.ts'
import { acceptedCase, openApi } from '../access/api-under-test.ts'
import { openOpensslSigner } from './signed-with-openssl.ts'

type Shown = {
  readonly documents: readonly { readonly document: number; readonly path: string; readonly sourcePath: string }[]
  readonly inspection: Pick<InspectionReport, 'items'>
}

const pss = ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:32'] as const

test.for([
  ['RSA', ['rsa:2048'], [], 'RSA-2048 SHA-256'],
  ['RSA in the form of CAdES', ['rsa:2048'], ['-cades'], 'RSA-2048 SHA-256'],
  ['RSA with SHA-512', ['rsa:3072'], ['-md', 'sha512'], 'RSA-3072 SHA-512'],
  ['RSASSA-PSS', ['rsa:2048'], pss, 'RSA-2048 SHA-256'],
  ['ECDSA', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], ['-md', 'sha384'], 'ECDSA secp384r1 SHA-384'],
] as const)('accepts what openssl signs with %s, and refuses it over other bytes', async ([, key, options, name]) => {
  const signer = await openOpensslSigner(key)
  try {
    const pdf = await makeSignedPdf((covered) => signer.sign(covered, ...options))
    expect(await verify(pdf)).toMatchObject([{ outcome: 'valid', facts: { algorithm: name } }])
    const changed = Buffer.from(pdf.toString('latin1').replace('Signature1', 'Signature2'), 'latin1')
    expect(await verify(changed)).toMatchObject([{ outcome: 'invalid', faults: [{ step: 'contentDigest' }] }])
  } finally {
    await signer.close()
  }
})

test('SIG-11 refuses what openssl signs with SHA-1', async () => {
  const signer = await openOpensslSigner(['rsa:2048'])
  try {
    const pdf = await makeSignedPdf((covered) => signer.sign(covered, '-md', 'sha1'))
    expect(await verify(pdf)).toMatchObject([{ outcome: 'invalid', faults: [{ step: 'algorithm' }] }])
  } finally {
    await signer.close()
  }
})

test('SIG-04, SIG-05 a sealed OFD goes through byte for byte, and the record says what was found of its seal', async () => {
  const folder = acceptedCase('07-hr-service-online-ofd')
  const api = await openApi()
  try {
    const { number } = await api.handOver(folder)
    const shown: Shown = await api.read(`/api/v1/records/${number}`)
    const sealed = shown.documents.find(({ path }) => path.includes('电子印章应用样例'))
    const response = await api.ask(`/api/v1/records/${number}/documents/${sealed?.document}`)
    const original = await readFile(join(folder, sealed?.sourcePath ?? ''))
    expect(sha256(Buffer.from(await response.arrayBuffer()))).toBe(sha256(original))
    const item = shown.inspection.items.find(({ rule }) => rule === 'GD-1-1')
    const line = item?.evidence.find(({ location }) => location?.startsWith(sealed?.path ?? '-'))?.found
    expect(item?.outcome).toBe('PASS')
    expect(line).toMatch(/^警告 \(warning\)：OFD 电子签章无效；印章有效期：.*；签名者证书有效期：/)
    expect(line).toContain('证书序列号 01719d2dab60；算法 SM2 SM3；签名时间（签名者自称） 2026-08-04 10:08:09')
  } finally {
    await api.close()
  }
})

function verify(pdf: Uint8Array) {
  const examined = { file: 'a.pdf', reader: bytesReader(pdf), format: 'pdf' }
  return verifyContentSignatures(examined, defaultContentLimits)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
