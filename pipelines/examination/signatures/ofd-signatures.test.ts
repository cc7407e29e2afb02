import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { bytesReader } from '#archive-schema/content-reader.ts'
import { messageForms, signMessage } from '#archive-schema/signatures/message-trial.ts'
import { makeOlderSealSignature, sealName } from '#archive-schema/signatures/seal-trial.ts'
import { makeSm2Party } from '#archive-schema/signatures/sm2-trial.ts'
import { defaultContentLimits } from '../content-limits.ts'
import { makeZip, ofdEntries, verdict } from '../content-trial.ts'
import {
  listPath,
  makeSignedOfd,
  type SignedOfdWishes,
  sealPath,
  signaturePath,
  valuePath,
} from './signed-ofd-trial.ts'
import { verifyContentSignatures } from './verify-content-signatures.ts'

const maker = makeSm2Party('制章人')
const signer = makeSm2Party('签章人')
const wishes: SignedOfdWishes = { maker, signer }
const signingTime = new Date('2026-01-02T03:04:05Z')

function verify(ofd: Uint8Array) {
  return verifyContentSignatures({ file: 'a.ofd', reader: bytesReader(ofd), format: 'ofd' }, defaultContentLimits)
}

async function stepsOf(change: Partial<SignedOfdWishes>): Promise<readonly string[]> {
  const verdicts = await verify(await makeSignedOfd({ ...wishes, ...change }))
  expect(verdicts).toHaveLength(1)
  return verdicts.flatMap(({ faults }) => faults.map(({ step, outcome }) => `${step} ${outcome}`))
}

test('an OFD without signatures has none', async () => {
  expect(await verify(await makeZip(ofdEntries))).toEqual([])
})

test('accepts a seal over every file', async () => {
  const ofd = await makeSignedOfd(wishes)
  expect(await verdict('a.ofd', ofd)).toBe('ofd')
  const [found] = await verify(ofd)
  expect(found).toMatchObject({ kind: 'ofd-seal', place: signaturePath, outcome: 'valid', faults: [] })
  expect(found?.facts).toMatchObject({ seal: sealName, signer: 'CN=签章人', algorithm: 'SM2 SM3' })
  expect(found?.facts.uncoveredFiles).toBeUndefined()
})

test('accepts a seal by GM/T 0031', async () => {
  const sign = (file: Uint8Array, path: string) => makeOlderSealSignature({ maker, signer, file, path })
  expect(await stepsOf({ sign, changes: { [sealPath]: undefined }, signatureFile: withoutSeal })).toEqual([])
})

test('SIG-08 accepts a signature by GB/T 35275, detached or over the digest', async () => {
  const form = messageForms.gb35275
  const detached = (content: Uint8Array) => signMessage(signer, form, { content, signingTime })
  expect(await stepsOf({ type: 'Sign', sign: detached })).toEqual([])
  const over = (content: Uint8Array) => {
    const attached = createHash('sm3').update(content).digest()
    return signMessage(signer, form, { content, attached, signingTime })
  }
  expect(await stepsOf({ type: 'Sign', sign: over })).toEqual([])
  const other = (content: Uint8Array) => signMessage(signer, form, { content, attached: content, signingTime })
  expect(await stepsOf({ type: 'Sign', sign: other })).toEqual(['contentDigest invalid'])
})

/** What is wrong, the change, and the steps that must see it. */
const broken: readonly (readonly [string, Partial<SignedOfdWishes>, ...string[]])[] = [
  ['a changed page', { changes: { 'Doc_0/Document.xml': '<ofd:Document/>' } }, 'references invalid'],
  ['a missing page', { changes: { 'Doc_0/Document.xml': undefined } }, 'references invalid'],
  ['a changed signature file', { changes: { [signaturePath]: '<Signature/>' } }, 'structure not-verifiable'],
  ['no signature file', { changes: { [signaturePath]: undefined } }, 'structure not-verifiable'],
  ['no signature value', { changes: { [valuePath]: undefined } }, 'structure not-verifiable'],
  ['a garbage signature value', { changes: { [valuePath]: 'garbage' } }, 'structure not-verifiable'],
  ['another seal beside it', { changes: { [sealPath]: Buffer.of(1) } }, 'references invalid', 'sealSignature invalid'],
  ['SIG-11 digests by MD5', { checkMethod: 'MD5', digest: 'md5' }, 'references invalid'],
  ['SIG-11 digests by SHA-1', { checkMethod: 'SHA1', digest: 'sha1' }, 'references invalid'],
  ['SIG-11 digests by nothing, which is MD5', { signatureFile: withoutMethod, digest: 'md5' }, 'references invalid'],
  ['digests by what nobody knows', { checkMethod: '1.2.3' }, 'references not-verifiable'],
  ['digests by a word of the language', { checkMethod: 'constructor' }, 'references not-verifiable'],
  ['a file that is referenced twice', { signatureFile: twice }, 'references invalid'],
  ['a seal that its maker did not sign', { makerKey: signer }, 'sealSignature invalid'],
  ['a signature by another key', { signerKey: maker }, 'signatureValue invalid'],
]

test.for(broken)('SIG-07 names the step that breaks: %s', async ([, change, ...steps]) => {
  expect(await stepsOf(change)).toEqual(steps)
})

test('SIG-07 a signature file that was changed after it was signed breaks the digest in the seal', async () => {
  const sign = (file: Uint8Array, path: string) =>
    makeOlderSealSignature({ maker, signer, file: Buffer.concat([file, Buffer.from(' ')]), path })
  expect(await stepsOf({ sign, changes: { [sealPath]: undefined }, signatureFile: withoutSeal })).toEqual([
    'dataHash invalid',
  ])
})

test('tells which files the seal does not refer to', async () => {
  const [found] = await verify(await makeSignedOfd({ ...wishes, changes: { 'Doc_0/Res/1.png': 'x' } }))
  expect(found).toMatchObject({ outcome: 'valid', facts: { uncoveredFiles: ['Doc_0/Res/1.png'] } })
})

test('a list of signatures that cannot be read is refused', async () => {
  const ofd = await makeSignedOfd({
    ...wishes,
    changes: { [listPath]: '<ofd:Signatures><ofd:Signature/></ofd:Signatures>' },
  })
  await expect(verify(ofd)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  const line = '<Signature ID="1" BaseLoc="x.xml"/>'
  const many = await makeSignedOfd({
    ...wishes,
    changes: { [listPath]: `<Signatures>${line.repeat(101)}</Signatures>` },
  })
  await expect(verify(many)).rejects.toMatchObject({ code: 'LIMITS_SIZE' })
})

test('SIG-07 says of the public sample that seal and certificate had run out, and nothing else', async () => {
  const cases = new URL('../../../compliance-tests/cases/accepted/', import.meta.url)
  const sample = new URL('07-hr-service-online-ofd/files/b3-电子印章应用样例.ofd', cases)
  const [found, ...more] = await verify(await readFile(sample))
  expect(more).toEqual([])
  expect(found?.faults.map(({ step }) => step)).toEqual(['sealValidity', 'certificateValidity'])
  expect(found?.facts).toMatchObject({ algorithm: 'SM2 SM3', serial: '01719d2dab60' })
})

function withoutSeal(text: string): string {
  return text
    .replace(/<ofd:Seal>.*<\/ofd:Seal>/, '')
    .replace(new RegExp(`<ofd:Reference FileRef="/${sealPath}">.*?</ofd:Reference>`), '')
}

function withoutMethod(text: string): string {
  return text.replace(/ CheckMethod="[^"]*"/, '')
}

function twice(text: string): string {
  return text.replace(/<ofd:Reference .*?<\/ofd:Reference>/, '$&$&')
}
