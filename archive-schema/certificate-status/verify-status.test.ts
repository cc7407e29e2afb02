import { beforeAll, expect, test } from 'vitest'
import { context, enumerated, generalizedTime, smallInteger, time } from '../evidence/der.ts'
import { readCertificate } from '../evidence/read-certificate.ts'
import { makeParty, type TestParty } from '../evidence/test-party.ts'
import { makeStatusResponse, nonceExtension, type StatusWishes, unknownExtension } from './status-response-trial.ts'
import { verifyStatusGood } from './verify-status.ts'

const at = new Date('2026-01-02T03:04:05Z')
const nonce = Buffer.from('0123456789abcdef')
const second = 1000
const after = (milliseconds: number) => new Date(at.getTime() + milliseconds)

let issuer: TestParty
let signer: TestParty

beforeAll(async () => {
  issuer = await makeParty('issuing', { role: { authorityAbove: 0 } })
  signer = await makeParty('signer', { issuer })
})

async function verify(wishes: StatusWishes, responder: TestParty = issuer): Promise<Date | undefined> {
  const answer = await makeStatusResponse({ certificate: signer.certificate, issuer, nonce, at }, responder, wishes)
  const [certificate, authority] = [signer, issuer].map((party) => readCertificate(party.certificate))
  if (certificate === undefined || authority === undefined) throw new Error('there are no certificates')
  return verifyStatusGood(answer, { certificate, issuer: authority, nonce, at })
}

const revokedFor = (reason: ReturnType<typeof enumerated>) => context(1, generalizedTime(at), context(0, reason))

test.for<readonly [string, StatusWishes]>([
  ['an ordinary answer', {}],
  ['version 1 written out', { version: smallInteger(0) }],
  ['an answer of the responder whose clock is ahead of ours by less than a minute', { producedAt: after(59 * second) }],
  ['a status that is known a little after the answer', { producedAt: after(-59 * second) }],
  [
    'extensions that need not be understood',
    { single: [unknownExtension(false)], extensions: [unknownExtension(false)] },
  ],
])('accepts %s', async ([, wishes]) => {
  expect(await verify(wishes)).toEqual(after(3_600_000))
})

test.for<readonly [string, StatusWishes, string]>([
  ['an INTEGER as the state of the answer', { responseStatus: smallInteger(0) }, 'responseStatus has another type'],
  ['a state of the answer that is a failure', { responseStatus: enumerated(2) }, 'gives no status: internalError'],
  ['a state of the answer that no standard knows', { responseStatus: enumerated(4) }, 'gives no status: 4'],
  ['version 2', { version: smallInteger(1) }, 'the status is not v1'],
  ['a version that is no INTEGER', { version: enumerated(0) }, 'version of a status has another type'],
  ['an answer of the future', { producedAt: after(61 * second) }, 'not yet'],
  ['an answer produced before what it says was known', { producedAt: after(-61 * second) }, 'before it was known'],
  [
    'a status of the future',
    { thisUpdate: generalizedTime(after(61 * second)), producedAt: after(59 * second) },
    'is not of',
  ],
  ['a status whose successor is due', { nextUpdate: at }, 'is not of'],
  ['a UTCTime', { thisUpdate: time(at) }, 'thisUpdate has another type'],
  [
    'an unknown critical extension of the answer',
    { extensions: [unknownExtension(true)] },
    'the answer: critical extension 1.2.3.4',
  ],
  [
    'an unknown critical extension of the status',
    { single: [unknownExtension(true)] },
    'a status: critical extension 1.2.3.4',
  ],
  ['two nonces', { extensions: [nonceExtension(nonce)] }, 'stands there twice'],
  ['two statuses of one certificate', { twice: true }, 'two statuses are of the certificate'],
  ['a revoked certificate', { status: context(1, generalizedTime(at)) }, 'CN=signer is revoked'],
  ['a revoked certificate with its reason', { status: revokedFor(enumerated(4)) }, 'is revoked (superseded)'],
  [
    'a reason that is an INTEGER',
    { status: revokedFor(smallInteger(1)) },
    'the reason of a revocation has another type',
  ],
  ['a reason that is not used', { status: revokedFor(enumerated(7)) }, '7 is no reason of a revocation'],
  ['a reason of delta lists only', { status: revokedFor(enumerated(8)) }, '8 is no reason of a revocation'],
])('refuses %s', async ([, wishes, found]) => {
  await expect(verify(wishes)).rejects.toMatchObject({
    code: 'SIGNATURE_INVALID',
    message: expect.stringContaining(found),
  })
})

test('refuses a responder that the issuer has certified for signing records, not for this', async () => {
  const other = await makeParty('other', { issuer })
  const answering = verify({ certificates: [other.certificate] }, other)
  await expect(answering).rejects.toThrow('CN=other is not for the status of others')
  const nobody = verify({}, await makeParty('issuing', { role: { authorityAbove: 0 } }))
  await expect(nobody).rejects.toThrow('signed by nobody whom the issuer knows')
})
