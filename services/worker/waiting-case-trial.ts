import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { ArchiveError } from '#archive-schema/archive-error.ts'
import { makeCase } from '#compliance-tests/stack/make-case.ts'
import { openTestArchive } from '#compliance-tests/stack/test-archive.ts'
import type { S3StoreOptions } from '#storage/objects/s3-object-store.ts'
import { captureAndWait } from '../cli/verbs/capture.ts'
import type { CaseOutcome } from '../intake/case-outcome.ts'
import { openLog } from '../logging.ts'

/** What a worker says of a stage that failed. */
export type ToldFault = { readonly stage: string; readonly err: ArchiveError }

/** An archive on S3 and one case that is to wait there while the server does not take it. */
export async function openWaitingCase({ endpoint, accessKey, secretKey, bucket }: S3StoreOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'waiting-case-'))
  const server = { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey, S3_BUCKET: bucket }
  const archive = await openTestArchive(server)
  const { pool } = archive.catalogue
  const faults: ToldFault[] = []
  const log = Object.assign(openLog('silent'), { warn: (fault: ToldFault) => void faults.push(fault) })
  let outcomes: Promise<CaseOutcome[]> = Promise.resolve([])
  return {
    archive,
    /** Hands the case over, and works on it until it has come to an end. */
    async begin(): Promise<void> {
      const path = await makeCase('06-employment-registration-instant', join(folder, 'case'), 'WAITING-0001')
      const ended: CaseOutcome[] = []
      const tell = async (outcome: CaseOutcome) => void ended.push(outcome)
      outcomes = captureAndWait([path], { ...archive, log }, tell, new AbortController().signal).then(() => ended)
    },
    /** Waits for a fault of storing, at which nothing may count as archived. */
    async untilFault(): Promise<ToldFault> {
      while (faults[0] === undefined) await pause(20)
      const { rows } = await pool.query('select preserved_at, objects from record')
      expect(rows).toEqual([{ preserved_at: null, objects: null }])
      return faults[0]
    },
    /** Waits for the end: the case is archived once, and nothing but its objects lies in the store. */
    async expectArchived(): Promise<void> {
      expect(await outcomes).toMatchObject([{ outcome: 'archived' }])
      const { rows } = await pool.query<{ keys: string[] }>(
        `select array(select o.value->>'key' from jsonb_each(objects - 'lockedUntil') o) as keys from record
         where preserved_at is not null`,
      )
      expect(rows).toHaveLength(1)
      expect((await archive.stored()).toSorted()).toEqual(rows[0]?.keys.toSorted())
    },
    async close(): Promise<void> {
      await archive.close()
      await rm(folder, { recursive: true })
    },
  }
}
