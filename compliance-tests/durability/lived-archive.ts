import { chmod, cp, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { redescribe } from '#pipelines/redescription/redescribe.ts'
import { signForm } from '#pipelines/registration-form/sign-form.ts'
import { decideItem } from '#services/access/decide-item.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { publishAttested } from '#services/access/publish-attested.ts'
import { rebuildArchive } from '#services/access/rebuild-archive.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { captureAndWait } from '#services/cli/verbs/capture.ts'
import { readConfig } from '#services/config.ts'
import type { CaseOutcome } from '#services/intake/case-outcome.ts'
import { importChangeNotice } from '#services/intake/import-change-notice.ts'
import { importFinishedCases } from '#services/intake/import-finished-cases.ts'
import { openLog } from '#services/logging.ts'
import { type Archive, openArchive } from '#services/open-archive.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { answerAll, type BatchesUnderTest, openBatches, unit } from '../gb-t-18894/batch-under-test.ts'
import { createDatabase } from '../stack/create-database.ts'
import { samples, type TestArchive } from '../stack/test-archive.ts'
import { rowsOf } from './kept-rows.ts'

/** An archive that has seen some of everything, and how it is opened on another database. */
export type LivedArchive = BatchesUnderTest & {
  /** 电子文件号 of its records, in order. */
  readonly numbers: readonly string[]
}

const batch = `${unit}-20260901`

/** Cases, a refusal, a correction, decisions, a signed form, a change notice, a list of finished cases, a stamped ledger. */
export async function openLivedArchive(overrides: Readonly<Record<string, string>> = {}): Promise<LivedArchive> {
  const batches = await openBatches(overrides)
  const { archive } = batches
  const handedIn = await batches.handIn(batch, await batches.another())
  const captured = await archive.capture(
    join(samples, 'accepted', '06-employment-registration-instant'),
    join(samples, 'accepted', '07-hr-service-online-ofd'),
    join(samples, 'refused', '01-wrong-sha256', 'case'),
  )
  const numbers = [...handedIn, ...captured].flatMap(({ number }) => number ?? []).toSorted()
  await live(archive, numbers)
  await batches.register(batch)
  await answerAll(archive, batch)
  await signForm(archive, batch, { side: 'forming', by: '王芳' })
  await signForm(archive, batch, { side: 'archives', by: '李强' })
  await publishAttested(archive)
  return { ...batches, numbers }
}

async function live(archive: TestArchive, numbers: readonly string[]): Promise<void> {
  const record = await requireRecord(archive.catalogue, numbers[0] ?? '')
  await redescribe(archive, record, 1, { by: '王芳', reason: '题名有误', set: { title: '更正的题名' } })
  const waiting = (await inspectStored(archive, record, 'bc')).items.filter(
    ({ outcome }) => outcome === 'MANUAL_REVIEW',
  )
  const answer = { outcome: 'PASS', by: '李强', remark: '现场查看' }
  for (const { rule } of waiting) await decideItem(archive, record, 'bc', { ...answer, rule })
  const [identity] = await rowsOf(archive, 'case_file', `where id = '${record.caseId}'`)
  const { system_code: systemCode, serial_number: serialNumber } = JSON.parse(identity ?? '{}')
  await importChangeNotice(archive, {
    ...{ systemCode, serialNumber, noticeNumber: 'BG-1', kind: '作废' },
    ...{ changedAt: '2026-03-01T10:00:00+08:00', basis: '撤销行政许可决定书', changedBy: '李敏' },
  })
  await importFinishedCases(archive, {
    systemCode,
    cases: [{ serialNumber: 'unarchived-1', finishedOn: '2026-04-15', name: '某人办件' }],
  })
}

/** Writes all that waits into the journal. */
export function writeAll({ catalogue, journal: objects }: Archive): Promise<number> {
  return writeJournal({ catalogue, objects })
}

/** A copy of the store and the keys of an archive, beside an empty database. */
export async function besideStore(archive: TestArchive) {
  const [database, dataDir] = [await createDatabase(), await mkdtemp(join(tmpdir(), 'guidang-beside-'))]
  await cp(archive.config.dataDir, dataDir, { recursive: true, preserveTimestamps: true })
  const objects = join(dataDir, 'store', 'objects')
  const log = openLog('silent')
  /** The same store beside another database. */
  const on = (url: string, overrides: Readonly<Record<string, string>> = {}) => {
    const environment = { ...archive.environment, DATABASE_URL: url, DATA_DIR: dataDir, ...overrides }
    const config = readConfig(environment)
    return {
      ...{ environment, config, url },
      rebuild: (isCatchUp = false) => rebuildArchive(config, log, { databaseUrl: url, isCatchUp }, () => {}),
      open: () => openArchive(config, log),
    }
  }
  return {
    ...{ on, objects, dataDir },
    ...on(database.url),
    /** Spoils an object of the store, or removes it; its lock stays as it was. */
    spoil: async (key: string, change: (bytes: Buffer) => Buffer | undefined) => {
      const path = join(objects, key)
      const [changed, { mtime }] = [change(await readFile(path)), await stat(path)]
      await rm(path)
      if (changed === undefined) return
      await writeFile(path, changed)
      await utimes(path, mtime, mtime)
      await chmod(path, 0o444)
    },
    async drop() {
      await database.drop()
      await rm(dataDir, { recursive: true })
    },
  }
}

export type BesideStore = Awaited<ReturnType<typeof besideStore>>

/** Hands one more case in, without recognition. Resolves to its 电子文件号 and 档号. */
export async function archiveAnother(archive: Archive, folder: string): Promise<readonly (string | undefined)[]> {
  const outcomes: CaseOutcome[] = []
  const tell = async (outcome: CaseOutcome) => void outcomes.push(outcome)
  const quick = { ...archive, config: { ...archive.config, recognition: false } }
  await captureAndWait([folder], quick, tell, new AbortController().signal)
  const number = outcomes[0]?.number
  return [number, number && (await requireRecord(archive.catalogue, number)).archivalCode]
}
