import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import type { StoreName } from '#archive-schema/copies/store-name.ts'
import { openTestArchive, samples, type TestArchive } from '#compliance-tests/stack/test-archive.ts'
import type { KeptStore } from '#storage/objects/kept-store.ts'
import { requireSecond } from '../open-stores.ts'
import { type AuditResult, auditStore } from './audit-store.ts'
import { copyNow } from './copy-now.ts'

export type CopiesTrial = TestArchive & {
  readonly second: KeptStore
  readonly secondFolder: string
  /** 电子文件号 of two archived records. */
  readonly numbers: readonly [string, string]
}

/** An archive with two records, a published checkpoint, and a second store: a folder, unless `overrides` say otherwise. */
export async function openCopiesTrial(overrides: Readonly<Record<string, string>> = {}): Promise<CopiesTrial> {
  const secondFolder = await mkdtemp(join(tmpdir(), 'guidang-second-'))
  const isElsewhere = 'SECOND_S3_ENDPOINT' in overrides
  const archive = await openTestArchive({
    ...(isElsewhere ? {} : { SECOND_STORE_FOLDER: secondFolder }),
    // Copies and audits are made when a test asks for them.
    COPY_SECONDS: '86400',
    AUDIT_DAYS: '0',
    ...overrides,
  })
  const outcomes = await archive.capture(
    join(samples, 'accepted', '06-employment-registration-instant'),
    join(samples, 'accepted', '07-hr-service-online-ofd'),
  )
  const [first = '', second = ''] = outcomes.map(({ number }) => number ?? '')
  await archive.ledger.publish()
  return {
    ...archive,
    second: requireSecond(archive.stores, 'a trial'),
    secondFolder,
    numbers: [first, second],
    async close() {
      await archive.close()
      await rm(secondFolder, { recursive: true })
    },
  }
}

const { signal } = new AbortController()

/** One round of copying. */
export function copyRound(archive: CopiesTrial) {
  return copyNow(archive, signal)
}

/** A whole audit of a store. */
export function auditAll(archive: CopiesTrial, store: StoreName = 'first'): Promise<AuditResult> {
  return auditStore(archive, { store, slice: wholeRound, sample: 100, inspect: false }, signal)
}

/** Kinds of faults and the records that they are about; `-` for what belongs to none. */
export function kindsOf({ faults }: AuditResult): string[] {
  return faults.map(({ kind, number = '-' }) => `${kind} ${number}`).toSorted()
}
