import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { signersOfEvidence } from '#archive-schema/evidence/signers-of-evidence.ts'
import { advanceCase } from '#pipelines/advance-case.ts'
import { loadCase } from '#pipelines/load-case.ts'
import { preservationStage } from '#pipelines/preservation/preservation-stage.ts'
import { readEvidence } from '#pipelines/preservation/read-seal.ts'
import { auditStore } from '#services/access/audit-store.ts'
import { exportFolder } from '#services/access/export-folder.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { revokeSigner } from '#services/access/revoke-signer.ts'
import { showRecord } from '#services/access/show-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import { captureAndWait } from '#services/cli/verbs/capture.ts'
import { readConfig } from '#services/config.ts'
import type { CaseOutcome } from '#services/intake/case-outcome.ts'
import { openLog } from '#services/logging.ts'
import { type Archive, openArchive } from '#services/open-archive.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { type Boundary, startKilledWorker } from '../durability/start-killed-worker.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { firstFailure, firstShellFailure } from './laboratory.ts'

let archive: TestArchive
let folder: string
/** The certificate by which everything is sealed until it is revoked. */
let revoked: string

beforeEach(async () => {
  archive = await openTestArchive()
  folder = await makeCase(
    '06-employment-registration-instant',
    join(await mkdtemp(join(tmpdir(), 'guidang-revoked-')), 'case'),
    'REVOKED-1',
  )
  revoked = certificateOf(archive)
})
afterEach(async () => {
  await archive.close()
  await rm(join(folder, '..'), { recursive: true })
})

function certificateOf({ signer }: Archive): string {
  return readCertificate(signer.signer.certificates[0] ?? Buffer.of()).sha256
}

/** The archive with another key in the place of the revoked one, as another process opens it. */
function withNewKey(): TestArchive {
  return { ...archive, environment: { ...archive.environment, SIGNER_ALGORITHM: 'rsa-2048' } }
}

/** A worker of its own takes the case in, or goes on with it, and is killed at `boundary`. */
async function dieAt(boundary: Boundary, place: TestArchive = archive): Promise<void> {
  expect(await startKilledWorker(place, boundary, place === archive ? folder : undefined).died).toBe('SIGKILL')
}

const revoke = () => revokeSigner(archive, revoked, 'keyCompromise')

/** Goes on with the case in a process that has the new key; tries what becomes of it there. */
async function goOn(trial: (later: Archive, record: PreservedRecord) => Promise<void>): Promise<void> {
  const later = await openArchive(readConfig(withNewKey().environment), openLog('silent'))
  try {
    const outcomes: CaseOutcome[] = []
    const tell = async (outcome: CaseOutcome) => void outcomes.push(outcome)
    await captureAndWait([folder], later, tell, new AbortController().signal)
    expect(outcomes).toMatchObject([{ outcome: 'archived', documents: 3 }])
    await trial(later, await requireRecord(later.catalogue, outcomes[0]?.number ?? ''))
  } finally {
    await later.close()
  }
}

/** One record, one seal, by the new key; good for program, script, inspection and audit. */
async function expectSealedAnew(later: Archive, record: PreservedRecord): Promise<void> {
  const { pool } = later.catalogue
  expect((await pool.query('select number from record')).rows).toEqual([{ number: record.number }])
  expect((await pool.query(`select count(*)::int as seals from ledger_entry where type = 'seal'`)).rows).toEqual([
    { seals: 1 },
  ])
  const [signer] = signersOfEvidence(await readEvidence(later.store, record.objects.evidence.key))
  expect(signer).toBe(certificateOf(later))
  expect(signer).not.toBe(revoked)
  await later.ledger.publish()
  const exported = join(folder, '..', 'exported')
  await exportFolder(later, record, exported)
  expect(await firstFailure(exported)).toBe('OK')
  expect(await firstShellFailure(exported)).toBe('OK')
  expect(await verifyStored(later, record)).toMatchObject({ ok: true })
  const whole = { store: 'first', slice: wholeRound, sample: 100, inspect: false } as const
  expect(await auditStore(later, whole, new AbortController().signal)).toMatchObject({ faults: [] })
}

test('a case that was sealed before its signer was revoked, and archived after, is sealed anew', async () => {
  await dieAt(['registration', 'completed'])
  await revoke()
  await goOn(async (later, record) => {
    await expectSealedAnew(later, record)
    expect(Object.keys(record.objects).toSorted()).toEqual(['evidence', 'lockedUntil', 'package'])
  })
})

test('what a killed process had stored by then stays locked, is known to the audit, and counts for nothing', async () => {
  await dieAt(['preservation', 'done'])
  await revoke()
  await goOn(async (later, record) => {
    await expectSealedAnew(later, record)
    const { evidence, 'withdrawn-1': withdrawn } = record.objects
    expect(withdrawn?.key).toBe(evidence.key.replace('-2.tar', '.tar'))
    const before = await readEvidence(later.store, withdrawn?.key ?? '')
    expect(signersOfEvidence(before)).toContain(revoked)
  })
})

test.for(['started', 'done', 'completed'])(
  'a process that is killed while it seals anew (%s) leaves a case that is sealed anew once',
  async (moment) => {
    await dieAt(['registration', 'completed'])
    await revoke()
    await dieAt(['preservation', moment], withNewKey())
    await goOn(async (later, record) => {
      await expectSealedAnew(later, record)
      const { rows } = await later.catalogue.pool.query(`select stage from stage_result where stage like 'sealing%'`)
      expect(rows.map(({ stage }) => stage).toSorted()).toEqual(['sealing', 'sealing-2'])
      const history = (await showRecord(later, record)).history.map(({ stage }) => stage)
      expect(history.slice(-5)).toEqual(['sealing', 'sealing-2', 'inspection', 'registration', 'preservation'])
    })
  },
)

/** The last stage of the case, run in this process; its transaction is yet to come. */
async function runPreservation() {
  const { rows } = await archive.catalogue.pool.query('select id from case_file')
  const progress = await loadCase(rows[0]?.id, 'processing', archive)
  if (progress === undefined) throw new Error('there is no case')
  const decision = await preservationStage.run(progress, { ...archive, ocr: undefined })
  if (!('conclude' in decision)) throw new Error('the stage concludes nothing')
  return decision
}

test('a process that was not restarted archives nothing with the revoked certificate: the case waits', async () => {
  await dieAt(['registration', 'completed'])
  await revoke()
  const { rows } = await archive.catalogue.pool.query('select id from case_file')
  const tools = { ...archive, ocr: undefined, queue: { send: async () => {} } }
  await expect(advanceCase(rows[0]?.id, 'clerk', 9, tools)).rejects.toMatchObject({
    code: 'SIGNER_UNFIT',
    permanent: false,
  })
  expect(await archive.stored()).toEqual([])
  await goOn(expectSealedAnew)
})

test('a revocation that comes while the objects are being stored is seen before the record is archived', async () => {
  await dieAt(['registration', 'completed'])
  const { pool, transact } = archive.catalogue
  const decision = await runPreservation()
  await revoke()
  await expect(transact(decision.conclude)).rejects.toMatchObject({ code: 'SIGNER_UNFIT' })
  expect((await pool.query(`select 1 from ledger_entry where type = 'seal'`)).rows).toEqual([])
  await goOn(expectSealedAnew)
})

test('a revocation waits for what is being archived, which stands before it', async () => {
  await dieAt(['registration', 'completed'])
  const { pool, transact } = archive.catalogue
  const decision = await runPreservation()
  let revoking: ReturnType<typeof revoke> | undefined
  await transact(async (transaction) => {
    await decision.conclude(transaction)
    revoking = revoke()
    const waiting = `select 1 from pg_locks where relation = 'ledger_entry'::regclass and not granted`
    await expect.poll(async () => (await pool.query(waiting)).rows.length, { timeout: 30_000 }).toBe(1)
  })
  expect(await revoking).toMatchObject({ from: 1 })
})
