import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { redescribe } from '#pipelines/redescription/redescribe.ts'
import { publishAttested } from '#services/access/publish-attested.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { openSource } from '#services/intake/open-source.ts'
import type { Archive } from '#services/open-archive.ts'
import { copyDatabase } from '../stack/create-database.ts'
import { samples } from '../stack/test-archive.ts'
import { outliving } from './kept-rows.ts'
import {
  archiveAnother,
  type BesideStore,
  besideStore,
  type LivedArchive,
  openLivedArchive,
  writeAll,
} from './lived-archive.ts'

let lived: LivedArchive
let beside: BesideStore
beforeAll(async () => {
  lived = await openLivedArchive()
  await writeAll(lived.archive)
  beside = await besideStore(lived.archive)
  await beside.rebuild()
}, 120_000)
afterAll(async () => {
  await beside.drop()
  await lived.close()
})

/** Takes a case in and leaves it there. */
async function leaveInProcess(archive: Archive, folder: string): Promise<string> {
  const source = await openSource(folder)
  const { caseId } = await captureCase(source, { ...archive, limits: defaultCaptureLimits, dispatch: async () => {} })
  return caseId
}

/** Works on what was left, until nothing is in process. */
async function workOn(archive: Archive): Promise<void> {
  const [another] = [await lived.another()]
  await archiveAnother(archive, another)
}

test('a database that was restored from an older backup is refused, catches up from the journal, and goes on [FPC-13]', async () => {
  const refused = join(samples, 'refused', '27-required-material-missing', 'case')
  const before = await beside.open()
  const folder = await lived.another()
  const [archivedLater, refusedLater] = [await leaveInProcess(before, folder), await leaveInProcess(before, refused)]
  await writeAll(before)
  await before.close()
  const backup = await copyDatabase(beside.url)

  const live = await beside.open()
  await archiveAnother(live, folder)
  await archiveAnother(live, refused)
  await workOn(live)
  const record = await requireRecord(live.catalogue, lived.numbers[1] ?? '')
  await redescribe(live, record, 1, { by: '王芳', reason: '题名有误', set: { title: '备份之后更正的题名' } })
  await publishAttested(live)
  await writeAll(live)
  const expected = await outliving(live)
  await live.close()

  const restored = beside.on(backup.url)
  await expect(restored.open()).rejects.toMatchObject({ code: 'JOURNAL_AHEAD' })
  const caughtUp = await restored.rebuild(true)
  expect(caughtUp).toMatchObject({ faults: [], verified: expected['record']?.length })
  expect(caughtUp.segments).toBeGreaterThan(0)
  const archive = await restored.open()
  const found = await outliving(archive)
  for (const table of Object.keys(expected)) expect([table, found[table]]).toEqual([table, expected[table]])
  const { rows } = await archive.catalogue.pool.query('select id, state from case_file where id = any($1)', [
    [archivedLater, refusedLater],
  ])
  expect(rows).toEqual([{ id: archivedLater, state: 'archived' }])
  expect(await archive.ledger.compare()).toBe(false)
  const [next] = await archiveAnother(archive, await lived.another())
  expect(next).toBe(following(expected['record'] ?? [], lived.numbers[0] ?? ''))
  await archive.close()
  expect((await restored.rebuild(true)).segments).toBe(0)
  await backup.drop()
})

/** The number after the highest of the sequence of which `number` is one. */
function following(records: readonly string[], number: string): string {
  const sequence = number.slice(0, -6)
  const taken = records.map((row) => String(JSON.parse(row).number)).filter((other) => other.startsWith(sequence))
  return `${sequence}${String(Math.max(...taken.map((other) => Number(other.slice(-6)))) + 1).padStart(6, '0')}`
}
