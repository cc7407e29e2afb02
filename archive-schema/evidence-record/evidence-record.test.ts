import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCertificate } from '../evidence/read-certificate.ts'
import { makeParty, signerOf, type TestParty } from '../evidence/test-party.ts'
import { issueToken } from '../time-stamp/issue-token.ts'
import type { TimeStampTrust } from '../time-stamp/verify-token.ts'
import { type EvidenceRecord, formatEvidenceRecord } from './evidence-record.ts'
import { buildHashTree, rootOf } from './hash-tree.ts'
import { beginRecords, type ObjectGroup, renewHashTrees, renewTimeStamps, type Stamp } from './renew.ts'
import { verifyEvidenceRecord } from './verify-evidence-record.ts'

const groups: readonly ObjectGroup[] = Array.from({ length: 7 }, (_, index) =>
  ['checkpoint', 'token'].slice(index % 2).map((kind) => Buffer.from(`${kind} ${index}`)),
)
const [day1, day2, day3, day9] = ['2026-01-01', '2027-01-01', '2028-01-01', '2039-01-01'].map(
  (day) => new Date(day),
) as [Date, Date, Date, Date]
let root: TestParty
let authority: TestParty
let trust: TimeStampTrust
let serial = 1

beforeAll(async () => {
  root = await makeParty('root', { role: { authorityAbove: 0 } })
  authority = await makeParty('authority', { issuer: root, role: 'time-stamps' })
  trust = trustIn(authority)
})

function trustIn(...authorities: readonly TestParty[]): TimeStampTrust {
  const read = (party: TestParty) => readCertificate(party.certificate)
  return { roots: [read(root)], authorities: authorities.map((one) => read(one).sha256) }
}

const stampAt =
  (at: Date, by = authority): Stamp =>
  (imprint) => {
    const request = { imprint, wantsCertificates: true }
    return issueToken({ signer: signerOf(by), policy: '1.2.3' }, request, { at, serial: Buffer.of(serial++) })
  }

const verify = (record: EvidenceRecord | undefined, objects: ObjectGroup | undefined, now = day9, whom = trust) =>
  verifyEvidenceRecord(formatEvidenceRecord(record ?? { chains: [] }), objects ?? [], whom, now)

test('every reduced tree leads to the root, whatever the number of groups', () => {
  const hashes = fc.array(fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 40,
  })
  fc.assert(
    fc.property(hashes, (lists) => {
      const tree = buildHashTree(
        'sha256',
        lists.map((list) => list.map((hash) => Buffer.from(hash))),
      )
      for (const reduced of tree.reduced) expect(rootOf('sha256', reduced)).toEqual(tree.root)
    }),
  )
})

describe('a record', () => {
  test('proves each group since its token', async () => {
    const records = await beginRecords('sha256', groups, stampAt(day1))
    for (const [index, record] of records.entries()) {
      expect((await verify(record, groups[index])).since).toEqual(day1)
    }
  })

  test('of one group alone stands on the group itself', async () => {
    for (const group of groups.slice(0, 2)) {
      const [record] = await beginRecords('sha256', [group], stampAt(day1))
      expect((await verify(record, group)).since).toEqual(day1)
    }
  })

  test('stays good when its token and then its digest is renewed', async () => {
    const begun = await beginRecords('sha256', groups, stampAt(day1))
    const renewed = await renewTimeStamps(begun, stampAt(day2))
    const rehashed = await renewHashTrees('sha512', renewed, groups, stampAt(day3))
    for (const [index, record] of rehashed.entries()) {
      const { since, stamps } = await verify(record, groups[index])
      expect([since, ...stamps.map(({ at }) => at)]).toEqual([day1, day1, day2, day3])
    }
  })

  test('is renewed to another authority before the old one ends', async () => {
    const brief = await makeParty('brief', { issuer: root, role: 'time-stamps', notAfter: new Date('2027-06-01') })
    const whom = trustIn(authority, brief)
    const begun = await beginRecords('sha256', groups, stampAt(day1, brief))
    await expect(verify(begun[0], groups[0], day3, whom)).rejects.toThrow('without being renewed')
    const late = await renewTimeStamps(begun, stampAt(day3))
    await expect(verify(late[0], groups[0], day9, whom)).rejects.toThrow('without being renewed')
    const intime = await renewTimeStamps(begun, stampAt(day2))
    expect((await verify(intime[0], groups[0], day9, whom)).since).toEqual(day1)
  })

  test('proves one object of a group too', async () => {
    const [record] = await beginRecords('sha256', groups, stampAt(day1))
    expect((await verify(record, groups[0]?.slice(1))).since).toEqual(day1)
  })

  test('is not of other, fewer or more objects', async () => {
    const three = [...(groups[0] ?? []), Buffer.from('third')]
    const [ofThree, record, single] = await beginRecords('sha256', [three, ...groups], stampAt(day1))
    await expect(verify(ofThree, groups[0])).rejects.toThrow('of more objects')
    await expect(verify(record, groups[2])).rejects.toThrow('of other objects')
    await expect(verify(record, [...(groups[0] ?? []), Buffer.from('more')])).rejects.toThrow('of other objects')
    await expect(verify(single, [])).rejects.toThrow('of other objects')
  })

  test('does not survive a token from before the one that it renews', async () => {
    const begun = await beginRecords('sha256', groups, stampAt(day2))
    const renewed = await renewTimeStamps(begun, stampAt(day1))
    await expect(verify(renewed[0], groups[0])).rejects.toThrow('renewed before it was made')
  })

  test('is refused with any byte of it changed', async () => {
    const begun = await beginRecords('sha256', groups, stampAt(day1))
    const [record = { chains: [] }] = await renewHashTrees('sha512', begun, groups, stampAt(day2))
    const bytes = formatEvidenceRecord(record)
    const change = fc.record({ at: fc.nat(bytes.length - 1), by: fc.integer({ min: 1, max: 255 }) })
    const refused = fc.asyncProperty(change, async ({ at, by }) => {
      const spoilt = Buffer.from(bytes)
      spoilt[at] = (spoilt[at] ?? 0) ^ by
      const verified = verifyEvidenceRecord(spoilt, groups[0] ?? [], trust, day9)
      await expect(verified).rejects.toMatchObject({ name: 'ArchiveError' })
    })
    await fc.assert(refused, { numRuns: 300 })
  })
})
