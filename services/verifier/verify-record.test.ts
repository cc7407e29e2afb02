import { beforeAll, expect, test } from 'vitest'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { bytesReader } from '#archive-schema/content-reader.ts'
import { digestHex, measureBytes } from '#archive-schema/evidence/digest.ts'
import { evidenceFiles } from '#archive-schema/evidence/evidence.ts'
import { buildEvidence, type PackageSigners, sealStatement, signEvidence } from '#archive-schema/evidence/seal.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { emptyLedger, formatStatement, parseStatement } from '#archive-schema/evidence/statement.ts'
import { makeParty, signerOf, trustIn, withSm2Trust } from '#archive-schema/evidence/test-party.ts'
import type { Trust } from '#archive-schema/evidence/trust.ts'
import type { RecordUnderTest } from './record-under-test.ts'
import { verifyRecord } from './verify-record.ts'

const contents = new Map([
  ['a.xml', Buffer.from('<a/>')],
  ['申报文件/0001.pdf', Buffer.from('%PDF')],
])
const now = new Date('2026-02-03T00:00:00Z')
let signers: PackageSigners & { readonly sm2Signer: Signer }
let trust: Trust
let right: RecordUnderTest

beforeAll(async () => {
  const root = await makeParty('root', { role: { authorityAbove: 0 } })
  const party = await makeParty('signer', { issuer: root })
  const sm2Root = await makeParty('sm2 root', { role: { authorityAbove: 0 }, key: 'sm2' })
  const sm2Party = await makeParty('sm2 signer', { issuer: sm2Root, key: 'sm2' })
  trust = withSm2Trust(trustIn(root, party), sm2Root, sm2Party)
  signers = { signer: signerOf(party), sm2Signer: signerOf(sm2Party), trust }
  right = await seal(contents, signers)
})

async function seal(files: ReadonlyMap<string, Uint8Array>, by: PackageSigners): Promise<RecordUnderTest> {
  const listed = [...files].map(([path, bytes]) => ({ path, fixity: measureBytes(bytes) }))
  const sealedAt = new Date('2026-01-02T03:04:05Z')
  const content = { id: 'X-1', version: 1, previous: undefined, files: listed, since: emptyLedger, sealedAt }
  const unsigned = buildEvidence(content)
  return {
    roots: ['X-1'],
    files: [...files].map(([path, bytes]) => ({ path, content: bytesReader(bytes) })),
    folders: [],
    irregular: [],
    evidence: evidenceFiles(await signEvidence(unsigned, by)),
  }
}

const allRight = ['statement true', 'files true', 'manifests true', 'signature true']

async function stepsOf(record: RecordUnderTest) {
  const { steps } = await verifyRecord(record, trust, now)
  return steps.map(({ step, ok }) => `${step} ${ok}`)
}

test('a sealed record is right in every step that the evidence has, and nothing is said of the others', async () => {
  const report = await verifyRecord(right, trust, now)
  expect(report).toMatchObject({ number: 'X-1', ok: true })
  expect(await stepsOf(right)).toEqual([...allRight, 'signature-sm2 true'])
  expect(report.pending).toEqual(['checkpoint', 'ledger', 'time'])
})

test('of a record that nobody signed by SM2, that signature is pending and never right', async () => {
  const record = await seal(contents, { signer: signers.signer, trust })
  const report = await verifyRecord(record, trust, now)
  expect(report.ok).toBe(true)
  expect(await stepsOf(record)).toEqual(allRight)
  expect(report.pending).toEqual(['checkpoint', 'ledger', 'time', 'signature-sm2'])
})

test('an SM2 signature that does not hold fails its step and no other', async () => {
  const other = await seal(new Map([['a.xml', Buffer.from('<b/>')]]), signers)
  const signature = other.evidence.get('statement-sm2.p7s') ?? Buffer.of()
  for (const wrong of [signature, Buffer.of(), right.evidence.get('statement.p7s') ?? Buffer.of()]) {
    const record = { ...right, evidence: new Map([...right.evidence, ['statement-sm2.p7s', wrong]]) }
    expect(await stepsOf(record)).toEqual([...allRight, 'signature-sm2 false'])
    expect((await verifyRecord(record, trust, now)).ok).toBe(false)
  }
})

test('an SM2 signature is not believed by whoever trusts no root for SM2', async () => {
  const { sm2RootPem: _, ...generic } = trust
  const { ok, steps, pending } = await verifyRecord(right, generic, now)
  expect({ ok, last: steps.at(-1)?.ok, pending }).toEqual({
    ok: false,
    last: false,
    pending: ['checkpoint', 'ledger', 'time'],
  })
})

test('a record without evidence fails in every step', async () => {
  const report = await verifyRecord({ ...right, evidence: new Map() }, trust, now)
  expect(report).toMatchObject({ number: undefined, ok: false })
  expect(report.steps.map(({ ok }) => ok)).toEqual([false, false, false, false])
})

test('every file that is wrong is named [PKG-13]', async () => {
  const files = [
    { path: 'a.xml', content: bytesReader(Buffer.from('<b/>')) },
    { path: 'extra', content: bytesReader(Buffer.from('x')) },
  ]
  const report = await verifyRecord({ ...right, files }, trust, now)
  expect(report.steps[1]?.detail.split('; ')).toEqual([
    'a.xml has another digest than in manifest-sha256.txt',
    '申报文件/0001.pdf of manifest-sha256.txt is missing',
    'extra is not listed in manifest-sha256.txt',
    'a.xml has another digest than in manifest-sm3.txt',
    '申报文件/0001.pdf of manifest-sm3.txt is missing',
    'extra is not listed in manifest-sm3.txt',
  ])
  expect(report.steps.map(({ ok }) => ok)).toEqual([true, false, false, true, true])
})

test.for([
  ['another root folder', { roots: ['X-2'] }],
  ['two root folders', { roots: ['X-1', 'X-2'] }],
  ['no package', { roots: [], files: [] }],
  ['a link', { irregular: ['package/X-1/link'] }],
  ['an empty folder', { folders: ['申报文件', '过程文件'] }],
] as const)('%s fails the step files', async ([, change]) => {
  const steps = await stepsOf({ ...right, ...change })
  expect(steps[1]).toBe('files false')
})

test('folders that hold listed files are right', async () => {
  expect((await verifyRecord({ ...right, folders: ['申报文件'] }, trust, now)).ok).toBe(true)
})

test('evidence that nothing is known of is not passed over', async () => {
  const evidence = new Map([...right.evidence, ['statement-other.p7s', Buffer.of(1)]])
  expect(await stepsOf({ ...right, evidence })).toEqual([
    'statement true',
    'files false',
    'manifests true',
    'signature true',
    'signature-sm2 true',
  ])
})

test('names that collide on other file systems fail, though every digest is right and the signature too', async () => {
  const record = await withManifestPaths(['A.xml', 'a.xml'])
  expect(await stepsOf(record)).toEqual([
    'statement true',
    'files false',
    'manifests false',
    'signature true',
    'signature-sm2 true',
  ])
})

async function withManifestPaths(paths: readonly string[]): Promise<RecordUnderTest> {
  const bytes = Buffer.from('same')
  const manifest = (algorithm: 'sha256' | 'sm3') =>
    Buffer.from(paths.map((path) => `${digestHex(algorithm, bytes)}  ${path}\n`).join(''))
  const [manifestSha256, manifestSm3] = [manifest('sha256'), manifest('sm3')]
  const statement = formatStatement({
    ...parseStatement(right.evidence.get('statement.txt') ?? Buffer.of()),
    bytes: bytes.length * paths.length,
    manifests: { sha256: digestHex('sha256', manifestSha256), sm3: digestHex('sm3', manifestSm3) },
  })
  const signature = await sealStatement(statement, signers.signer, trust)
  const signatureSm2 = await sealStatement(statement, signers.sm2Signer, trust)
  return {
    ...right,
    files: paths.map((path) => ({ path, content: bytesReader(bytes) })),
    evidence: evidenceFiles({ manifestSha256, manifestSm3, statement, signature, signatureSm2 }),
  }
}

test('what a store refuses for good is a fault of the record; a store that is away is not', async () => {
  const failing = (error: Error) => ({
    ...right,
    files: [{ path: 'a.xml', content: { stream: () => failWith(error) } }],
  })
  const damaged = new ArchiveError({ code: 'PACKAGE_INVALID', file: 'a.xml', found: 'CRC' })
  expect(await stepsOf(failing(damaged))).toEqual([
    'statement true',
    'files false',
    'manifests false',
    'signature true',
    'signature-sm2 true',
  ])
  const away = new ArchiveError({ code: 'STORE_UNAVAILABLE', found: 'timeout' }, { permanent: false })
  await expect(verifyRecord(failing(away), trust, now)).rejects.toBe(away)
})

// biome-ignore lint/correctness/useYield: a stream that fails before its first chunk
async function* failWith(error: Error): AsyncGenerator<Uint8Array> {
  throw error
}
