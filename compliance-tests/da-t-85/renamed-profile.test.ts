import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fz2021Proxy } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { renamedProfile } from '#archive-schema/profiles/renamed-profile-trial.ts'
import { exportFolder } from '#services/access/export-folder.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyExported } from '#services/access/verify-exported.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import { readConfig } from '#services/config.ts'
import type { CaseOutcome } from '#services/intake/case-outcome.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

const accepted = join(samples, 'accepted')
const names = (await readdir(accepted)).sort()
const renamed = renamedProfile(fz2021Proxy)

let archive: TestArchive
let outcomes: ReadonlyMap<string, CaseOutcome>
let exports: string

beforeAll(async () => {
  exports = await mkdtemp(join(tmpdir(), 'guidang-renamed-'))
  const file = join(exports, 'profile.json')
  await writeFile(file, JSON.stringify(renamed))
  archive = await openTestArchive({ METADATA_PROFILE: file })
  const captured = await archive.capture(...names.map((name) => join(accepted, name)))
  outcomes = new Map(captured.map((outcome) => [outcome.folder, outcome]))
})
afterAll(async () => {
  await archive.close()
  await rm(exports, { recursive: true })
})

test.for(names)('%s is archived, verified and inspected under a profile with other names [PRF-01]', async (name) => {
  const outcome = outcomes.get(name)
  expect(outcome?.outcome, JSON.stringify(outcome?.faults)).toBe('archived')
  const record = await requireRecord(archive.catalogue, outcome?.number ?? '')
  expect((await verifyStored(archive, record)).ok).toBe(true)
  const report = await inspectStored(archive, record)
  expect(report.items.filter((item) => item.blocking && !['PASS', 'NOT_APPLICABLE'].includes(item.outcome))).toEqual([])
})

test('the package bears the names of the profile and no others [PRF-01]', async () => {
  const number = outcomes.get('06-employment-registration-instant')?.number ?? ''
  expect(number).toMatch(/^430190\./)
  const folder = join(exports, number)
  await exportFolder(archive, await requireRecord(archive.catalogue, number), folder)
  expect((await verifyExported(folder, undefined)).ok).toBe(true)
  const inside = await readdir(join(folder, 'package', number))
  const expected = [...Object.values(renamed.files), ...renamed.folders].map(({ name }) => name)
  expect(inside.filter((name) => !expected.includes(name))).toEqual([])
})

test('an archive keeps to the profile of its records [PRF-01]', async () => {
  const { METADATA_PROFILE: _, ...environment } = archive.environment
  const refusal = { code: 'CONFIGURATION_INVALID', faults: [{ field: 'METADATA_PROFILE' }] }
  const opened = openArchive(readConfig(environment), openLog('silent')).then((other) => other.close())
  await expect(opened).rejects.toMatchObject(refusal)
})
