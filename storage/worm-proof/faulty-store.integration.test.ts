import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { type Interference, openProxy } from '#storage/objects/s3-proxy-trial.ts'
import { newBucket } from '#storage/objects/s3-trial.ts'
import { tryOnS3 } from './prove-s3.ts'
import { s3Items } from './s3-items.ts'

const asks = (method: string, part: string) => (asked: IncomingMessage) =>
  asked.method === method && decodeURIComponent(asked.url ?? '').includes(part)

/** Answers in the place of the server: says yes and does nothing, or says what `body` says. */
const lies = (matches: (asked: IncomingMessage) => boolean, body = '', status = 200): Interference => ({
  answers: (asked: IncomingMessage, answer: ServerResponse) => matches(asked) && !!answer.writeHead(status).end(body),
})
const replaces = (matches: (asked: IncomingMessage) => boolean, from: RegExp, to: string): Interference => ({
  changes: (asked, chunk) => (matches(asked) ? Buffer.from(chunk.toString().replace(from, to)) : chunk),
})
const spoils = (matches: (asked: IncomingMessage) => boolean): Interference => ({
  changes: (asked, chunk) => (matches(asked) ? Buffer.from(chunk).fill(0, 0, 1) : chunk),
})

const isRetention = asks('GET', '?retention')
const isVersionRead = asks('GET', '?versionId')
const noVersions = `<ListVersionsResult><IsTruncated>false</IsTruncated></ListVersionsResult>`
const retention = (mode: string, until: string) =>
  `<Retention><Mode>${mode}</Mode><RetainUntilDate>${until}</RetainUntilDate></Retention>`

/** For each item a fault of a store that it must find. */
const faults: readonly (readonly [string, string, Interference])[] = [
  ['W1', 'versioning is suspended', lies(asks('GET', '?versioning'), '<VersioningConfiguration/>')],
  ['W2', 'another number of years is kept', replaces(asks('GET', '?object-lock'), /Years>1/, 'Years>2')],
  ['W3', 'the default locks in GOVERNANCE', lies(isRetention, retention('GOVERNANCE', '2090-01-01T00:00:00Z'))],
  ['W4', 'objects of several parts have no end', lies(isRetention, retention('COMPLIANCE', '1990-01-01T00:00:00Z'))],
  ['W5', 'the version is gone', lies(asks('GET', '?versions'), noVersions)],
  ['W6', 'the version is gone', lies(asks('GET', '?versions'), noVersions)],
  ['W7', 'its bytes are others', spoils(isVersionRead)],
  ['W8', 'a delete leaves no marker', lies(asks('DELETE', 'W8'), '', 204)],
  ['W9', 'an overwrite changes the old version', spoils(isVersionRead)],
  ['W10', 'the lock is shortened', lies(isRetention, retention('COMPLIANCE', '2026-01-01T00:00:00Z'))],
  ['W11', 'the mode is weakened', replaces(isRetention, /COMPLIANCE/, 'GOVERNANCE')],
  ['W12', 'an extension is swallowed', lies(asks('PUT', '?retention'))],
  ['W13', 'the longest lock is swallowed', lies(asks('PUT', '?retention'))],
  ['W14', 'dates wrap', lies(isRetention, retention('COMPLIANCE', '1989-11-24T17:31:44Z'))],
  ['W15', 'the lock does not let go', lies(asks('DELETE', 'W15'), '', 204)],
  ['W16', 'a hold is swallowed', lies(asks('GET', '?legal-hold'), '<LegalHold><Status>OFF</Status></LegalHold>')],
  ['W17', 'GOVERNANCE is bypassed', {}],
  ['W18', 'anybody may read', lies((asked) => asked.headers.authorization === undefined, 'bytes')],
  ['W19', 'an expired address still serves', lies(asks('GET', 'X-Amz-Expires'), 'bytes')],
  ['W20', 'the bucket is gone', lies(asks('GET', '?versions'), noVersions)],
  ['W21', 'a list ends early', replaces(asks('GET', '?versions'), /<IsTruncated>true/, '<IsTruncated>false')],
  ['W22', 'bytes change on the way', spoils(isVersionRead)],
  ['W23', 'the clock is wrong', { answers: tellsAnotherTime }],
]

function tellsAnotherTime(asked: IncomingMessage, answer: ServerResponse): boolean {
  if (asked.method !== 'HEAD') return false
  answer.writeHead(200, { date: 'Sat, 01 Jan 2022 00:00:00 GMT' }).end()
  return true
}

test.for(faults)('%s fails where %s', async ([item, , interference]) => {
  const honest = newBucket()
  const proxy = await openProxy(honest)
  // The buckets are made while the store is honest.
  await tryOnS3(honest, [])
  proxy.interfere(interference)
  const results = await tryOnS3(
    proxy.options,
    s3Items.filter(({ id }) => id === item),
  )
  proxy.close()
  expect(results.map(({ outcome, detail }) => ({ outcome, detail }))).toMatchObject([{ outcome: 'FAIL' }])
})

test('each item but the drill (W24) has a fault that it must find', () => {
  expect(faults.map(([item]) => item)).toEqual(Array.from({ length: 23 }, (_, n) => `W${n + 1}`))
})
