import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectionProfiles } from '#archive-schema/inspection/inspection-profiles.ts'
import { openSigner } from '#storage/keys/open-signer.ts'
import { inspectPackage } from './inspect-package.ts'
import type { InspectionSubject, PreservedObject, PreservedState } from './inspection-subject.ts'
import { readSample, sealSample } from './sealed-sample-trial.ts'

let folder: string
let subject: InspectionSubject

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preserved-state-'))
  const signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  subject = await sealSample(await readSample('06-employment-registration-instant'), signer)
})

afterAll(() => rm(folder, { recursive: true }))

async function preservedItem(preserved: PreservedState | undefined) {
  const { preserved: _, ...rest } = subject
  const inspected = preserved === undefined ? rest : { ...rest, preserved }
  const report = await inspectPackage(inspected, inspectionProfiles.bc)
  return report.items.find(({ rule }) => rule === 'bc.authenticity.preserved-state')
}

/** The state of the sample with its one object changed. */
function stateWith(change: (object: PreservedObject) => Partial<PreservedObject>): PreservedState {
  const { objects = [], lockedUntil = new Date(0) } = subject.preserved ?? {}
  return { objects: objects.map((object) => ({ ...object, ...change(object) })), lockedUntil }
}

test('passes what is as it was registered at 入库, and says what that is', async () => {
  const item = await preservedItem(subject.preserved)
  expect(item).toMatchObject({
    outcome: 'PASS',
    evidence: [{ tool: 'node:crypto', version: expect.stringMatching(/OpenSSL/) }],
  })
  expect(item?.evidence[0]?.found).toContain(subject.sealed.sha256)
})

test.for<[string, (object: PreservedObject) => Partial<PreservedObject>, string]>([
  ['is gone', () => ({ found: undefined }), '字节数'],
  ['has other bytes', ({ found }) => ({ found: found && { ...found, sha256: '00' } }), 'SHA-256'],
  ['is longer', ({ found }) => ({ found: found && { ...found, bytes: found.bytes + 1 } }), '字节数'],
  [
    'is locked for less',
    ({ found }) => ({ found: found && { ...found, retainUntil: new Date('2035-12-31') } }),
    '保管锁定',
  ],
  [
    'has another digest in one register',
    ({ registered }) => ({ registered: changedLast(registered) }),
    '档案目录 SHA-256',
  ],
])('fails an object that %s', async ([, change, location]) => {
  const item = await preservedItem(stateWith(change))
  expect(item?.outcome).toBe('FAIL')
  expect(item?.evidence[0]?.location).toContain(location)
})

test('FPC-12 bytes that were replaced together with one register fail: the others keep the digest of 入库', async () => {
  const sha256 = '00'.repeat(32)
  const replaced = stateWith(({ registered, found }) => ({
    registered: registered.map((one, i) => (i === 0 ? { ...one, fixity: { ...one.fixity, sha256 } } : one)),
    found: found && { ...found, sha256 },
  }))
  expect(await preservedItem(replaced)).toMatchObject({ outcome: 'FAIL', evidence: [{}, {}] })
})

test('a longer lock passes: locks roll', async () => {
  const later = stateWith(({ found }) => ({ found: found && { ...found, retainUntil: new Date('2046-01-01') } }))
  expect(await preservedItem(later)).toMatchObject({ outcome: 'PASS' })
})

test('a record that does not rest in the store is not checked, which holds it back', async () => {
  expect(await preservedItem(undefined)).toMatchObject({ outcome: 'NOT_CHECKED', blocking: true })
})

function changedLast(registered: PreservedObject['registered']): PreservedObject['registered'] {
  return registered.map((one, i) =>
    i === registered.length - 1 ? { ...one, fixity: { ...one.fixity, sha256: '00' } } : one,
  )
}
