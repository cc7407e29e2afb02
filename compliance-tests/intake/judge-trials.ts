import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseOutcome } from '#services/intake/case-outcome.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import type { Trial } from './trial.ts'

/**
 * Registers one test a trial, and one that nothing is kept but what was archived. All are handed over together to one
 * archive, as a body does with a day's cases: none may hold up or spoil another.
 */
export function judgeTrials(trials: readonly Trial[]): void {
  let archive: TestArchive
  let folder: string
  let outcomes: ReadonlyMap<Trial, CaseOutcome>

  beforeAll(async () => {
    archive = await openTestArchive()
    folder = await mkdtemp(join(tmpdir(), 'guidang-trials-'))
    outcomes = await handOver(trials, folder, archive)
  })
  afterAll(async () => {
    await archive.close()
    await rm(folder, { recursive: true })
  })

  test.for(trials.map((trial) => ({ name: trial.name, trial })))('$name', ({ trial }) => {
    expect(outcomes.get(trial)).toMatchObject(expectedOutcome(trial))
  })

  test('nothing is kept but what was archived, and of the others the refusal', async () => {
    const archived = [...outcomes.values()].filter(({ outcome }) => outcome === 'archived')
    const keys = await archive.stored()
    const { rows: cases } = await archive.catalogue.pool.query<{ folder: string }>('select folder from case_file')
    const { rows: refusals } = await archive.catalogue.pool.query<{ folder: string }>('select folder from refusal')
    expect(await archive.staged()).toEqual([])
    expect(cases.map((row) => row.folder).toSorted()).toEqual(archived.map((outcome) => outcome.folder).toSorted())
    expect(new Set(keys.map((key) => key.split('/')[2]))).toEqual(new Set(archived.map(({ number }) => number)))
    const captured = [...outcomes].filter(([trial, { outcome }]) => outcome === 'refused' && trial.isCase)
    const kept = new Set(refusals.map((row) => row.folder))
    expect(captured.map(([, outcome]) => outcome.folder).filter((name) => !kept.has(name))).toEqual([])
  })
}

async function handOver(
  trials: readonly Trial[],
  folder: string,
  archive: TestArchive,
): Promise<ReadonlyMap<Trial, CaseOutcome>> {
  const paths = new Map<string, Trial>()
  for (const [index, trial] of trials.entries()) {
    paths.set(await trial.make(join(folder, `t${String(index).padStart(4, '0')}`)), trial)
  }
  const byFolder = new Map(
    (await archive.capture(...paths.keys())).map((outcome) => [basename(outcome.folder), outcome]),
  )
  const outcomes = new Map<Trial, CaseOutcome>()
  for (const [path, trial] of paths) {
    const outcome = byFolder.get(basename(path))
    if (outcome !== undefined) outcomes.set(trial, outcome)
  }
  return outcomes
}

function expectedOutcome({ expected, names }: Trial): object {
  if (expected === 'archived') return { outcome: 'archived', number: expect.any(String) }
  return {
    outcome: 'refused',
    code: expect.stringMatching(new RegExp(`^${expected}`)),
    message: expect.toSatisfy((message: string) => isReadable(message) && message.includes(names), `names ${names}`),
  }
}

/** Chinese, of one line, without control characters, and short enough to be read. */
function isReadable(message: string): boolean {
  return /\p{Script=Han}/u.test(message) && !/[\p{Cc}\p{Bidi_Control}]/u.test(message) && message.length < 20_000
}
