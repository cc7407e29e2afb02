import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatTrust, parseTrust } from '#archive-schema/evidence/trust.ts'
import { readExportedFolder, readTrustFolder } from '#services/verifier/exported-folder.ts'
import { verifyRecord } from '#services/verifier/verify-record.ts'
import { agreeOnFlips, evidenceFlips } from './evidence-flips.ts'
import { forgedSignatures } from './forged-signatures.ts'
import {
  fingerprintFolder,
  firstFailure,
  firstShellFailure,
  type Laboratory,
  openLaboratory,
  sealedFiles,
} from './laboratory.ts'
import { tamperings } from './tamperings.ts'

let laboratory: Laboratory
let untouched: string

beforeAll(async () => {
  laboratory = await openLaboratory('ecdsa-p256')
  untouched = await fingerprintFolder(laboratory.record)
})
afterAll(() => laboratory.close())

test('both verifiers accept the untouched record', async () => {
  expect(await firstFailure(laboratory.record)).toBe('OK')
  expect(await firstShellFailure(laboratory.record)).toBe('OK')
})

test.for(tamperings)('%s: refused at the step %s', async ([, step, tamper]) => {
  const record = await laboratory.copy()
  await tamper(record)
  expect(await fingerprintFolder(record)).not.toBe(untouched)
  expect(await firstFailure(record)).toBe(step)
  expect(await firstShellFailure(record)).toBe(step)
})

const forgeries = sealedFiles.flatMap((file) => forgedSignatures.map(([what, forge]) => [file, what, forge] as const))

test.for(forgeries)('%s %s: refused at the step of that signature [SIG-03]', async ([file, , forge]) => {
  const record = await laboratory.copy()
  const sealer = laboratory.sealers[file]
  const place = join(record, 'evidence', file)
  const signature = await readFile(place)
  const statement = await readFile(join(record, 'evidence', 'statement.txt'))
  const forged = await forge({ sealer, signature, statement })
  expect(signature.equals(forged)).toBe(false)
  await writeFile(place, forged)
  expect(await firstFailure(record)).toBe(sealer.step)
  expect(await firstShellFailure(record)).toBe(sealer.step)
})

test('a record is refused by somebody who trusts another authority', async () => {
  const other = await openLaboratory('ecdsa-p256')
  const foreign = join(other.record, 'trust')
  expect(await firstFailure(laboratory.record, foreign)).toBe('signature')
  expect(await firstShellFailure(laboratory.record, foreign)).toBe('signature')
  await other.close()
})

test('a record is refused by somebody who trusts the authority but another signer', async () => {
  const record = await laboratory.copy()
  const { rootPem } = laboratory.opened.trust
  for (const [name, bytes] of formatTrust({ rootPem, signers: ['0'.repeat(64)] })) {
    await writeFile(join(record, 'trust', name), bytes)
  }
  expect(await firstFailure(record)).toBe('signature')
  expect(await firstShellFailure(record)).toBe('signature')
})

test('a record is refused by somebody who trusts the signer but another authority', async () => {
  const record = await laboratory.copy()
  const other = await openLaboratory('ecdsa-p256')
  const trust = { rootPem: other.opened.trust.rootPem, signers: laboratory.opened.trust.signers }
  for (const [name, bytes] of formatTrust(trust)) await writeFile(join(record, 'trust', name), bytes)
  await other.close()
  expect(await firstFailure(record)).toBe('signature')
  expect(await firstShellFailure(record)).toBe('signature')
})

test.for(['ecdsa-p256', 'rsa-2048'] as const)(
  'any changed byte of the evidence is refused (%s) [SIG-03]',
  async (kind) => {
    const { record, close } = await openLaboratory(kind)
    const trust = parseTrust(await readTrustFolder(join(record, 'trust')))
    const right = await readExportedFolder(record)
    await fc.assert(
      fc.asyncProperty(evidenceFlips, async ({ name, place, mask }) => {
        const bytes = Buffer.from(right.evidence.get(name) ?? Buffer.of())
        bytes[place % bytes.length] = (bytes[place % bytes.length] ?? 0) ^ mask
        const report = await verifyRecord(
          { ...right, evidence: new Map([...right.evidence, [name, bytes]]) },
          trust,
          new Date(),
        )
        expect(report.ok).toBe(false)
      }),
      { numRuns: 400 },
    )
    await close()
  },
)

test('both verifiers name the same step for a changed byte of the evidence', async () => {
  await agreeOnFlips(laboratory, firstShellFailure)
})
