import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { bytesReader } from '#archive-schema/content-reader.ts'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import { makeParty, signerOf, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { messageForms, signMessage } from '#archive-schema/signatures/message-trial.ts'
import { makeSm2Party } from '#archive-schema/signatures/sm2-trial.ts'
import { makeToken } from '#archive-schema/signatures/time-stamp-trial.ts'
import { defaultContentLimits } from '../content-limits.ts'
import { makePdf, verdict } from '../content-trial.ts'
import {
  addRevision,
  addSignature,
  makeSignedPdf,
  type SignedPdfWishes,
  signatureDictionary,
} from './signed-pdf-trial.ts'
import { verifyContentSignatures } from './verify-content-signatures.ts'

const at = new Date('2026-01-02T03:04:05Z')
const page = '<< /Type /Page >>'
let party: TestParty
let signed: Buffer

const sign = (covered: Uint8Array) => signDetached(covered, at, signerOf(party))

beforeAll(async () => {
  party = await makeParty('审批人', { key: 'rsa-2048' })
  signed = await makeSignedPdf(sign)
})

function verify(pdf: Uint8Array) {
  return verifyContentSignatures({ file: 'a.pdf', reader: bytesReader(pdf), format: 'pdf' }, defaultContentLimits)
}

async function stepsOf(pdf: Uint8Array): Promise<readonly (readonly string[])[]> {
  return (await verify(pdf)).map(({ faults }) => faults.map(({ step, outcome }) => `${step} ${outcome}`))
}

test('a PDF without signature has none, also when it speaks of signatures', async () => {
  expect(await verify(makePdf())).toEqual([])
  expect(await verify(makePdf({ objects: ['<< /Type /Catalog /Pages 2 0 R /X (/ByteRange) >>', '<< >>'] }))).toEqual([])
})

test.for(['adbe.pkcs7.detached', 'ETSI.CAdES.detached'])('accepts a signature in the form %s', async (subFilter) => {
  const pdf = await makeSignedPdf(sign, { subFilter })
  expect(await verdict('a.pdf', pdf)).toBe('pdf')
  expect(await verify(pdf)).toMatchObject([
    {
      kind: 'pdf-signature',
      place: '对象 4',
      outcome: 'valid',
      faults: [],
      facts: { signer: 'C=CN, O=测试, CN=审批人', algorithm: 'RSA-2048 SHA-256', claimedAt: at, trust: 'no-anchor' },
    },
  ])
  expect((await verify(pdf))[0]?.facts.uncoveredBytes).toBeUndefined()
})

test('accepts an SM2 signature, and takes the time from the dictionary if the message names none', async () => {
  const signer = makeSm2Party('审批人')
  const pdf = await makeSignedPdf((content) => signMessage(signer, messageForms.gb35275, { content }), {
    time: "D:20260102110405+08'00'",
  })
  expect(await verify(pdf)).toMatchObject([{ outcome: 'valid', facts: { algorithm: 'SM2 SM3', claimedAt: at } }])
})

test('SIG-12 accepts a time stamp on the document and refuses one on another', async () => {
  const authority = makeSm2Party('时间戳', { timeStamping: true })
  const stamp = (covered: Buffer) => makeToken(authority, messageForms.gb35275, covered, at)
  const wishes = { subFilter: 'ETSI.RFC3161' }
  expect(await verify(await makeSignedPdf(stamp, wishes))).toMatchObject([
    { kind: 'pdf-time-stamp', outcome: 'valid', facts: { stampedAt: at, signer: 'CN=时间戳' } },
  ])
  expect(await stepsOf(await makeSignedPdf(() => stamp(Buffer.from('x')), wishes))).toEqual([['contentDigest invalid']])
})

test('tells what was added after the signature', async () => {
  const later = addRevision(signed, { 5: page })
  expect(await verdict('a.pdf', later)).toBe('pdf')
  expect(await verify(later)).toMatchObject([
    { outcome: 'valid', facts: { uncoveredBytes: later.length - signed.length } },
  ])
  const blank = await verify(Buffer.concat([signed, Buffer.from('\r\n')]))
  expect(blank[0]?.facts.uncoveredBytes).toBeUndefined()
})

test('verifies two signatures, each over its revision', async () => {
  const both = await addSignature(signed, sign)
  expect(await verdict('a.pdf', both)).toBe('pdf')
  const [first, second, ...more] = await verify(both)
  expect(more).toEqual([])
  expect(first).toMatchObject({ outcome: 'valid', facts: { uncoveredBytes: both.length - signed.length } })
  expect(second).toMatchObject({ place: '对象 6', outcome: 'valid' })
  expect(second?.facts.uncoveredBytes).toBeUndefined()
})

test('finds a signature that a later revision put out of sight', async () => {
  const hidden = addRevision(signed, { 3: '<< /FT /Sig /T (Signature1) >>', 4: 'null' })
  expect(await verify(hidden)).toMatchObject([{ place: '对象 4', outcome: 'valid' }])
})

test('does not take for its own the signature of a PDF that is attached to it', async () => {
  const attached = `<< /Type /EmbeddedFile /Length ${signed.length} >>\nstream\n${signed.toString('latin1')}\nendstream`
  const pdf = makePdf({ objects: ['<< /Type /Catalog /Pages 2 0 R >>', '<< >>', attached] })
  expect(await verdict('a.pdf', pdf)).toBe('pdf')
  expect(await verify(pdf)).toEqual([])
})

type Range = NonNullable<SignedPdfWishes['byteRange']>
const ranges: readonly (readonly [string, Range])[] = [
  ['begins after the first byte', ([, length, resume, rest]) => [1, length - 1, resume, rest]],
  ['overlaps itself', ([start, length, , rest]) => [start, length, length - 10, rest]],
  ['ends beyond the file', ([start, length, resume, rest]) => [start, length, resume, rest + 1]],
  ['leaves out more than the signature', ([start, length, resume, rest]) => [start, length - 1, resume, rest]],
  ['leaves out less than the signature', ([start, length, resume, rest]) => [start, length + 1, resume, rest]],
  ['leaves out nothing', ([, length, , rest]) => [0, length + rest, length + rest, 0]],
  ['has three numbers', ([start, length, resume]) => [start, length, resume]],
]

test.for(ranges)('refuses a range that %s', async ([, byteRange]) => {
  expect(await stepsOf(await makeSignedPdf(sign, { byteRange }))).toEqual([['byteRange invalid']])
})

test('refuses a range that leaves out the place of another signature', async () => {
  const both = await addSignature(signed, sign)
  const range = /\/ByteRange \[([^\]]*)\]/.exec(signed.toString('latin1'))?.[1] ?? ''
  const at = both.lastIndexOf('/ByteRange [') + '/ByteRange ['.length
  both.write(range, at, 'latin1')
  expect((await stepsOf(both))[1]).toEqual(['byteRange invalid'])
})

test.for(['adbe.pkcs7.sha1', 'adbe.x509.rsa_sha1'])('SIG-11 refuses the form %s', async (subFilter) => {
  expect(await stepsOf(await makeSignedPdf(sign, { subFilter }))).toEqual([['algorithm invalid']])
})

test('does not verify what it does not know, and says so', async () => {
  expect(await stepsOf(await makeSignedPdf(sign, { subFilter: 'Vendor.Seal' }))).toEqual([['algorithm not-verifiable']])
  expect(await stepsOf(await makeSignedPdf(() => Buffer.from('garbage')))).toEqual([['structure not-verifiable']])
  expect(await stepsOf(await makeSignedPdf(() => Buffer.of()))).toEqual([['structure not-verifiable']])
  const long = Buffer.from('30847fffffff02', 'hex')
  expect(await stepsOf(await makeSignedPdf(() => long))).toEqual([['structure not-verifiable']])
})

test('does not accept bytes after the signature value, which nothing covers', async () => {
  const padded = await makeSignedPdf(async (covered) => Buffer.concat([await sign(covered), Buffer.of(0, 7)]))
  expect(await stepsOf(padded)).toEqual([['structure not-verifiable']])
})

test('a signature dictionary without /Contents or /ByteRange is not valid', async () => {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< >>', '<< /SubFilter /adbe.pkcs7.detached /Contents <00> >>']
  expect((await verify(makePdf({ objects })))[0]).toMatchObject({ outcome: 'invalid', place: '对象 3' })
  const without = ['<< /Type /Catalog /Pages 2 0 R >>', '<< >>', '<< /ByteRange [0 1 2 3] >>']
  expect((await verify(makePdf({ objects: without })))[0]).toMatchObject({ outcome: 'invalid' })
})

test('refuses more signatures than anybody makes', async () => {
  const many = Array.from({ length: 150 }, () => signatureDictionary({ room: 1 }))
  const pdf = makePdf({ objects: ['<< /Type /Catalog /Pages 2 0 R >>', '<< >>', ...many] })
  await expect(verify(pdf)).rejects.toMatchObject({ code: 'LIMITS_SIZE' })
})

test('any changed byte of what is covered makes the signature invalid', async () => {
  const [hole, resume] = /\/ByteRange \[ *0 +(\d+) +(\d+)/.exec(signed.toString('latin1'))?.slice(1).map(Number) ?? []
  if (hole === undefined || resume === undefined) throw new Error('the PDF has no range')
  const place = fc.oneof(fc.integer({ min: 0, max: hole - 1 }), fc.integer({ min: resume, max: signed.length - 1 }))
  await fc.assert(
    fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const changed = Buffer.from(signed)
      changed[at] = (changed[at] ?? 0) ^ mask
      const outcomes = await verify(changed).then(
        (verdicts) => verdicts.map(({ outcome }) => outcome),
        (error) => [error.code],
      )
      expect(outcomes).not.toContain('valid')
    }),
    { numRuns: 300 },
  )
})

test('with any changed digit of the message the signature is not valid, or says the same', async () => {
  const [original] = await verify(signed)
  const start = signed.indexOf('/Contents <') + '/Contents <'.length
  const length = (await sign(Buffer.of())).length * 2
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: length - 1 }), fc.integer({ min: 1, max: 15 }), async (at, mask) => {
      const changed = Buffer.from(signed)
      const digit = Number.parseInt(String.fromCharCode(changed[start + at] ?? 0), 16)
      changed.write((digit ^ mask).toString(16), start + at, 'latin1')
      const [verdict] = await verify(changed)
      expect(verdict?.outcome === 'valid' ? verdict : original).toEqual(original)
    }),
    { numRuns: 300 },
  )
})

test('finds a signature across the parts in which a file is read', async () => {
  const inParts = {
    bytes: signed.length,
    read: async (start: number, length: number) => signed.subarray(start, start + length),
    async *stream(start = 0, end = signed.length) {
      for (let from = start; from < end; from += 7) yield signed.subarray(from, Math.min(from + 7, end))
    },
  }
  const examined = { file: 'a.pdf', reader: inParts, format: 'pdf' }
  expect(await verifyContentSignatures(examined, defaultContentLimits)).toMatchObject([{ outcome: 'valid' }])
})
