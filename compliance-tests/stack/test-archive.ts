import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { captureAndWait } from '#services/cli/verbs/capture.ts'
import { readConfig } from '#services/config.ts'
import type { CaseOutcome } from '#services/intake/case-outcome.ts'
import { importScopeTables } from '#services/intake/import-scope-tables.ts'
import { openLog } from '#services/logging.ts'
import { type Archive, openArchive } from '#services/open-archive.ts'
import { isJournalKey } from '#storage/journal/journal-objects.ts'
import { createArchiveDatabase } from './create-database.ts'

/** Folder of the sample cases. */
export const samples = fileURLToPath(new URL('../cases/', import.meta.url))

/** An archive of its own for one test file: data folder, database, test keys, scope tables of the samples. */
export type TestArchive = Archive & {
  /** Environment with which another process opens the same archive. */
  readonly environment: Readonly<Record<string, string>>
  /** Takes folders in and waits until each has come to an end, in the order of `paths`. */
  capture(...paths: readonly string[]): Promise<CaseOutcome[]>
  /** What lies in staging. */
  staged(): Promise<string[]>
  /** Keys of everything in the store but ledger and journal. */
  stored(): Promise<string[]>
}

/** Opens a fresh archive; `overrides` are environment variables. Recognition is off unless it is asked for. */
export async function openTestArchive(overrides: Readonly<Record<string, string>> = {}): Promise<TestArchive> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guidang-test-'))
  const database = await createArchiveDatabase()
  const environment = {
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    STORE_IMMUTABLE: 'false',
    RECOGNITION: 'false',
    // Checkpoints are published when a test asks for one; the journal is written when a worker stops.
    LEDGER_CHECKPOINT_SECONDS: '86400',
    JOURNAL_SECONDS: '86400',
    LOG_LEVEL: 'silent',
    ...overrides,
  }
  const archive = await openArchive(readConfig(environment), openLog('silent'))
  await importScopeTables(archive, parseScopeTables(await readFile(join(samples, 'scope-tables.json'))))
  return {
    ...archive,
    environment,
    capture: (...paths) => captureAll(archive, paths),
    staged: () => readdir(join(dataDir, 'staging')).catch(() => []),
    stored: () => recordKeys(archive),
    async close() {
      await archive.close()
      await database.drop()
      await rm(dataDir, { recursive: true })
    },
  }
}

/** Keys of the objects of records: what is in the store but ledger and journal. */
export async function recordKeys({ store }: Pick<Archive, 'store'>): Promise<string[]> {
  return (await Array.fromAsync(store.list(''))).filter((key) => !key.startsWith('ledger/') && !isJournalKey(key))
}

async function captureAll(archive: Archive, paths: readonly string[]): Promise<CaseOutcome[]> {
  const outcomes: CaseOutcome[] = []
  const tell = async (outcome: CaseOutcome) => {
    outcomes.push(outcome)
  }
  await captureAndWait(paths, archive, tell, new AbortController().signal)
  return outcomes.toSorted((left, right) => (left.folder < right.folder ? -1 : 1))
}
