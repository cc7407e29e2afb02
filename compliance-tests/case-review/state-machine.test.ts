import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stageNames } from '#pipelines/stage-names.ts'
import {
  type CasePlace,
  deleteCase,
  deleteWaitingCase,
  resumeCase,
  setCaseReview,
  setCaseStage,
} from '#storage/catalogue/case-moves.ts'
import { type CaseAct, type CaseEnd, caseTransitions } from '#storage/catalogue/case-transitions.ts'
import { findCase, insertCase } from '#storage/catalogue/cases.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { insertRefusal } from '#storage/catalogue/refusals.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive

beforeAll(async () => {
  archive = await openTestArchive()
})
afterAll(() => archive.close())

const acts = Object.keys(caseTransitions) as CaseAct[]
const fault = { code: 'PROCESSING_FAILED', found: 'trial' } as const
const start = new Date('2026-11-20T08:00:00Z')

/** What should be true of the case. */
type Model = { state: CaseEnd; stage: number; changes: number; at: Date }
/** The case in the catalogue. */
type Real = { readonly id: string }

async function enter(): Promise<{ model: Model; real: Real }> {
  const id = crypto.randomUUID()
  const identity = { systemCode: 'TRIAL', serialNumber: id, revision: 1 }
  const handover = { caseFile: {} as never, files: [] }
  const entry = { id, ...identity, handoverDigest: id, folder: 'trial', handover, capturedAt: start }
  expect(await insertCase(archive.catalogue.pool, entry)).toBeUndefined()
  return { model: { state: 'processing', stage: 0, changes: 1, at: start }, real: { id } }
}

/** Does an act on a case that is thought to stand at `place`; resolves to whether it was done. */
async function perform(act: CaseAct, place: CasePlace, since: Date, at: Date): Promise<boolean> {
  const next = stageNames[stageNames.indexOf(place.stage as never) + 1] ?? place.stage
  const { pool, transact } = archive.catalogue
  if (act === 'advance' || act === 'archive') return setCaseStage(pool, place, next, act, at)
  if (act === 'wait') return setCaseReview(pool, place, [fault], at)
  if (act === 'retry' || act === 'clear') return resumeCase(pool, { ...place, since }, act, at)
  return transact(async (transaction) => {
    const gone = act === 'refuse' ? deleteCase(transaction, place) : deleteWaitingCase(transaction, { ...place, since })
    if (!(await gone)) return false
    await keepRefusal(transaction, place, at)
    return true
  })
}

function keepRefusal(transaction: Transaction, { id, stage }: CasePlace, refusedAt: Date): Promise<string> {
  return insertRefusal(transaction, {
    caseId: id,
    folder: 'trial',
    identity: undefined,
    stage,
    faults: [fault],
    refusedAt,
  })
}

/** One act, on the case where it stands or where it stood a stage before. */
class Act implements fc.AsyncCommand<Model, Real> {
  readonly act: CaseAct
  readonly isLate: boolean

  constructor(act: CaseAct, isLate: boolean) {
    this.act = act
    this.isLate = isLate
  }

  check(): boolean {
    return true
  }

  async run(model: Model, { id }: Real): Promise<void> {
    const { from, to } = caseTransitions[this.act]
    const stage = stageNames[this.isLate ? model.stage - 1 : model.stage] ?? 'nowhere'
    const at = new Date(model.at.getTime() + 1000)
    const isAllowed = model.state === from && !this.isLate
    expect(await perform(this.act, { id, stage }, model.at, at), this.toString()).toBe(isAllowed)
    if (isAllowed) {
      if (this.act === 'advance' || this.act === 'archive')
        model.stage = Math.min(model.stage + 1, stageNames.length - 1)
      if (to !== from) model.changes += 1
      Object.assign(model, { state: to, at })
    }
    await expectAgreement(model, id)
  }

  toString(): string {
    return `${this.act}${this.isLate ? ' late' : ''}`
  }
}

async function expectAgreement(model: Model, id: string): Promise<void> {
  const found = await findCase(archive.catalogue.pool, id)
  expect(found?.state ?? 'refused').toBe(model.state)
  if (found !== undefined) expect([found.stage, found.changedAt]).toEqual([stageNames[model.stage], model.at])
  const { rows } = await archive.catalogue.pool.query(
    'select status from handover_log where case_id = $1 order by id',
    [id],
  )
  expect(rows).toHaveLength(model.changes)
  expect(rows.at(-1)).toEqual({ status: model.state })
}

test('PRC-07 PRC-08 whatever is tried in whatever order, a case moves as the table of transitions says, and every move is logged', async () => {
  const commands = fc.commands(
    acts.flatMap((act) => [fc.constant(new Act(act, false)), fc.constant(new Act(act, true))]),
    { maxCommands: 20 },
  )
  await fc.assert(
    fc.asyncProperty(commands, async (tried) => {
      const entered = await enter()
      await fc.asyncModelRun(() => entered, tried)
    }),
    { numRuns: 60 },
  )
})

const states = ['processing', 'review', 'archived'] as const

test.for(states.flatMap((from) => [...states, 'refused' as const].map((to) => [from, to] as const)))(
  'PRC-07 PostgreSQL itself lets a case go from %s to %s only if the table does',
  async ([from, to]) => {
    const { real } = await enter()
    if (from !== 'processing')
      await perform(from === 'review' ? 'wait' : 'archive', { id: real.id, stage: 'capture' }, start, start)
    const isAllowed =
      from === to
        ? from !== 'archived'
        : Object.values(caseTransitions).some((one) => one.from === from && one.to === to)
    const moved = move(real.id, to)
    if (isAllowed) await moved
    else await expect(moved).rejects.toMatchObject({ code: '23001' })
  },
)

/** Past all code of ours. */
async function move(id: string, to: CaseEnd): Promise<void> {
  const { pool, transact } = archive.catalogue
  if (to !== 'refused') {
    await pool.query('update case_file set state = $2, fault = $3 where id = $1', [id, to, JSON.stringify(fault)])
    return
  }
  await transact(async (transaction) => {
    await keepRefusal(transaction, { id, stage: 'capture' }, start)
    await transaction.query('delete from case_file where id = $1', [id])
  })
}

test('PRC-07 PostgreSQL lets no case begin but in process, vanish without a refusal, or change its stage while it waits', async () => {
  const { real } = await enter()
  const { pool } = archive.catalogue
  const copy = `insert into case_file select gen_random_uuid(), 'X', serial_number, 1, '', '', '{}', stage, $2, null, captured_at,
                changed_at from case_file where id = $1`
  for (const state of ['review', 'archived'])
    await expect(pool.query(copy, [real.id, state])).rejects.toMatchObject({ code: '23001' })
  await expect(pool.query('delete from case_file where id = $1', [real.id])).rejects.toMatchObject({ code: '23001' })
  await perform('wait', { id: real.id, stage: 'capture' }, start, start)
  await expect(pool.query(`update case_file set stage = 'sealing' where id = $1`, [real.id])).rejects.toMatchObject({
    code: '23001',
  })
})
