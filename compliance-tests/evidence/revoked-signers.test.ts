import { readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { formatTrust, parseTrust, type Trust } from '#archive-schema/evidence/trust.ts'
import { formatKeyEvent, parseKeyEvent } from '#archive-schema/ledger/key-event.ts'
import { announceSigners } from '#services/access/announce-signers.ts'
import { exportFolder } from '#services/access/export-folder.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { revokeSigner } from '#services/access/revoke-signer.ts'
import { verifyExported } from '#services/access/verify-exported.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'
import { writeFiles } from './exported-record.ts'
import { runProgram, sealedFiles } from './laboratory.ts'
import { type LedgerLaboratory, openLedgerLaboratory } from './ledger-laboratory.ts'
import { useVerifiers } from './three-verifiers.ts'

const script = join(import.meta.dirname, '../../services/verifier/verify-package.sh')

describe('a record at entry 41 of the ledger', () => {
  let laboratory: LedgerLaboratory
  const verifiers = useVerifiers()
  beforeAll(async () => {
    laboratory = await openLedgerLaboratory()
  })
  afterAll(() => laboratory.close())

  /** The record with a trust folder in which the signer of `file` is revoked from an index on. */
  async function revokedFrom(file: (typeof sealedFiles)[number], index: number): Promise<string> {
    const record = await laboratory.copy()
    const { sha256 } = readCertificate(laboratory.sealers[file].insider.certificate)
    const trust: Trust = { ...laboratory.opened.trust, signerEnds: new Map([[sha256, index]]) }
    await writeFiles(join(record, 'trust'), formatTrust(trust))
    return record
  }

  const rows = sealedFiles.flatMap((file) => [
    [file, 42, 'OK'] as const,
    [file, 41, 'refused'] as const,
    [file, 0, 'refused'] as const,
  ])

  test.for(rows)(
    'whose signer of %s is revoked from entry %d on: %s by all three verifiers',
    async ([file, index, word]) => {
      const record = await revokedFrom(file, index)
      const step = word === 'OK' ? 'OK' : laboratory.sealers[file].step
      await verifiers.expectStep(record, step)
    },
  )

  test.for(sealedFiles)('without proofs nothing says that the signer of %s was not revoked then', async (file) => {
    const record = await revokedFrom(file, 42)
    for (const name of ['log.tlog-proof', 'log-sm3.tlog-proof']) await unlink(join(record, 'evidence', name))
    const { step } = laboratory.sealers[file]
    await verifiers.expectStep(record, step)
  })

  test.for([' until', ' until x', ' until 07', '  until 7', ' until 7 8'])(
    'a signer "%s" is no line of signers',
    async (end) => {
      const record = await laboratory.copy()
      await writeFile(join(record, 'trust', 'signers'), `${'0'.repeat(64)}${end}\n`)
      expect(await runProgram('sh', [script, record])).toMatchObject({ code: 2, stdout: '' })
      await expect(verifyExported(record, undefined)).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' })
    },
  )

  test('a certificate that stands in the trust folder twice, once revoked, is no trust', async () => {
    const record = await revokedFrom('statement.p7s', 41)
    const signers = await readFile(join(record, 'trust', 'signers'), 'utf8')
    const [revoked = ''] = signers.split('\n').filter((line) => line.includes(' until '))
    await writeFile(join(record, 'trust', 'signers'), `${revoked.slice(0, 64)}\n${signers}`)
    expect(await runProgram('sh', [script, record])).toMatchObject({ code: 2, stdout: '' })
    await expect(verifyExported(record, undefined)).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' })
  })

  test('what a trust folder says of ends is read as it was written', () => {
    const trust: Trust = {
      ...laboratory.opened.trust,
      signerEnds: new Map([[laboratory.opened.trust.signers[0] ?? '', 7]]),
    }
    expect(parseTrust(formatTrust(trust))).toEqual(trust)
  })
})

describe('an archive', () => {
  let archive: TestArchive
  beforeAll(async () => {
    archive = await openTestArchive()
  })
  afterAll(() => archive.close())

  const reopen = (change: Record<string, string> = {}) =>
    openArchive(readConfig({ ...archive.environment, ...change }), openLog('silent'))
  const keyEvents = async () => (await Array.fromAsync(archive.ledger.texts('key'))).map(parseKeyEvent)

  test('announces each certificate once, in the ledger', async () => {
    await announceSigners(archive)
    await announceSigners(archive)
    expect((await keyEvents()).map(({ act, from }) => [act, from])).toEqual([
      ['use', 0],
      ['use', 0],
    ])
    expect(await archive.ledger.publish()).toMatchObject({ size: 2 })
  })

  test('enters an event whose entry was cut off by a crash', async () => {
    const text = formatKeyEvent({ act: 'use', certificate: 'f'.repeat(64), from: 2, at: new Date(0), reason: '-' })
    const entry = await archive.ledger.keepText('key', text)
    expect(await placeOf(archive.catalogue.pool, entry)).toBeUndefined()
    await announceSigners(archive)
    expect(await placeOf(archive.catalogue.pool, entry)).toBe('waiting')
    expect(await archive.ledger.publish()).toMatchObject({ size: 3 })
  })

  test('revokes a certificate at an index: records of before stay good, and nothing is sealed with it any more', async () => {
    const [before] = await archive.capture(join(samples, 'accepted', '06-employment-registration-instant'))
    const own = readCertificate(archive.signer.signer.certificates[0] ?? Buffer.of()).sha256
    const event = await revokeSigner(archive, own, 'keyCompromise')
    expect(event).toMatchObject({ act: 'revoke', certificate: own, from: 4, reason: 'keyCompromise' })
    expect(await keyEvents()).toContainEqual({ ...event, at: new Date(Math.floor(event.at.getTime() / 1000) * 1000) })
    await expect(revokeSigner(archive, own, 'keyCompromise')).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
    await expect(revokeSigner(archive, '0'.repeat(64), 'superseded')).rejects.toMatchObject({ code: 'REQUEST_INVALID' })

    const later = await reopen()
    expect(later.signer.signer.unfit).toMatchObject({ code: 'SIGNER_UNFIT' })
    await expect(later.signer.signer.sign(Buffer.of(1))).rejects.toMatchObject({ code: 'SIGNER_UNFIT' })
    const folder = join(archive.config.dataDir, 'before')
    await exportFolder(later, await requireRecord(later.catalogue, before?.number ?? ''), folder)
    expect(await verifyExported(folder, undefined)).toMatchObject({ ok: true })
    await later.close()

    await rm(join(archive.config.dataDir, 'keys', 'revoked-signers'))
    const elsewhere = await reopen()
    expect(elsewhere.signer.trust.signerEnds).toEqual(new Map([[own, 4]]))
    expect(elsewhere.signer.signer.unfit).toMatchObject({ code: 'SIGNER_UNFIT' })
    await elsewhere.close()

    const other = await reopen({ SIGNER_ALGORITHM: 'rsa-2048' })
    expect(other.signer.signer.unfit).toBeUndefined()
    await announceSigners(other)
    expect((await keyEvents()).filter(({ act }) => act === 'use')).toHaveLength(4)
    await other.close()
  })
})
