import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { canonicalDigest } from '#archive-schema/canonical-digest.ts'
import { trialMarker } from '#pipelines/inspection/virus-scanner-trial.ts'
import { caseStatus } from '#services/access/case-status.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { showActs } from '#services/access/show-acts.ts'
import { missingNumbers } from '#storage/catalogue/numbers.ts'
import { openReviewTrial, person, type ReviewTrial, withSurplus } from './review-trial.ts'

let trial: ReviewTrial

beforeAll(async () => {
  trial = await openReviewTrial()
})
afterAll(() => trial.close())
beforeEach(() => {
  trial.sent.length = 0
})

const clear = { decision: 'clear', rules: ['GD-2-9'], ...person } as const
const retry = { decision: 'retry', ...person } as const
const back = { decision: 'return', reason: 'RETURN_MATERIALS', ...person } as const

async function ask<Row extends object>(statement: string, values: unknown[] = []): Promise<Row[]> {
  return (await trial.archive.catalogue.pool.query<Row>(statement, values)).rows
}

test('放行: surplus materials that the table leaves to a person are archived once one has decided, and every report shows it [FPC-09, CFG-12]', async () => {
  const id = await trial.wait(withSurplus)
  const waiting = await caseStatus(trial.archive.catalogue, id)
  expect(waiting).toMatchObject({ outcome: 'review', faults: [{ found: 'MANUAL_REVIEW' }] })
  expect(await trial.decide(id, clear)).toMatchObject({ decision: 'clear', stage: 'inspection', by: '王芳' })
  expect(trial.sent).toEqual([id])
  await trial.advance(id)
  const after = await caseStatus(trial.archive.catalogue, id)
  expect(after).toMatchObject({ outcome: 'archived', decisions: [{ decision: 'clear', remark: '已核对原件' }] })
  const record = await requireRecord(trial.archive.catalogue, after.number ?? '')
  for (const report of [record.inspection, await inspectStored({ ...trial.archive, scanner: undefined }, record)]) {
    expect(report.outcome).toBe('PASS')
    expect(report.items.find(({ rule }) => rule === 'GD-2-9')).toMatchObject({
      outcome: 'PASS',
      decisions: [{ ...person, outcome: 'PASS', packageSha256: record.packageFixity.sha256 }],
    })
  }
})

test('MET-20 放行 leaves an act of the record with the person and the function, before that of the inspection that it let pass', async () => {
  const id = await trial.wait(withSurplus)
  await trial.decide(id, clear)
  await trial.advance(id)
  const { number = '' } = await caseStatus(trial.archive.catalogue, id)
  const { inspection } = await requireRecord(trial.archive.catalogue, number)
  const decision = inspection.items.find(({ rule }) => rule === 'GD-2-9')?.decisions?.[0]
  const acts = await showActs(trial.archive.catalogue.pool, number)
  expect(acts.map(({ act }) => act)).toEqual(['decision', 'inspection-gd', 'registration', 'preservation'])
  expect(acts[0]).toMatchObject({
    outcome: 'PASS',
    at: decision?.decidedAt,
    description: 'gd GD-2-9：已核对原件',
    resultSha256: canonicalDigest(decision ?? {}),
    agents: expect.arrayContaining([{ type: '个人', name: '王芳', position: '档案员', relation: '负责' }]),
  })
})

test('放行 of one case is none of another', async () => {
  const [one, other] = [await trial.wait(withSurplus), await trial.wait(withSurplus)]
  await trial.decide(one, clear)
  await trial.decide(other, retry)
  await trial.advance(one)
  await trial.advance(other)
  expect([await trial.outcome(one), await trial.outcome(other)]).toEqual(['archived', 'review'])
  await trial.decide(other, back)
})

test('what has failed is never cleared, not even beside what a person may decide', async () => {
  const id = await trial.wait((draft) => draft.attach('files/附件.txt', Buffer.from(`x ${trialMarker}`)))
  expect((await caseStatus(trial.archive.catalogue, id)).faults).toMatchObject([
    { found: 'FAIL', expected: expect.stringContaining('Trial.Marker') },
    { found: 'MANUAL_REVIEW' },
  ])
  for (const rules of [['GD-4-2'], ['GD-2-9'], ['GD-2-9', 'GD-4-2']]) {
    await expect(trial.decide(id, { ...clear, rules })).rejects.toMatchObject({
      code: 'REVIEW_NOT_CLEARABLE',
      faults: expect.arrayContaining([expect.objectContaining({ field: 'GD-4-2 病毒感染检测', found: 'FAIL' })]),
    })
  }
  expect([await trial.outcome(id), trial.sent]).toEqual(['review', []])
  await trial.decide(id, { ...back, reason: 'RETURN_INFECTED' })
})

test('what was not checked is never cleared, nor an item that does not wait', async () => {
  const id = await trial.wait(withSurplus)
  const silent = {
    identify: async () => Promise.reject(new Error('no answer')),
    scan: async () => Promise.reject(new Error('no answer')),
  }
  const { decideCase } = await import('#pipelines/review/decide-case.ts')
  await expect(decideCase(id, clear, { ...trial.tools, scanner: silent })).rejects.toMatchObject({
    code: 'REVIEW_NOT_CLEARABLE',
    faults: [{ found: 'NOT_CHECKED' }, { found: 'NOT_CHECKED' }],
  })
  await expect(trial.decide(id, { ...clear, rules: ['GD-2-9', 'GD-1-1'] })).rejects.toMatchObject({
    code: 'REVIEW_NOT_CLEARABLE',
    faults: [{ field: 'GD-1-1', expected: 'GD-2-9' }],
  })
  expect(await ask('select 1 from inspection_decision where case_id = $1', [id])).toEqual([])
  await trial.decide(id, back)
})

test('重试: the stage is done again from its beginning; while the cause is there it ends the same way', async () => {
  const infected = (draft: Parameters<typeof withSurplus>[0]) => {
    draft.add('劳动合同', 'files/补充.txt', Buffer.from(trialMarker))
  }
  const id = await trial.wait(infected)
  await trial.decide(id, retry)
  await trial.advance(id)
  expect(await caseStatus(trial.archive.catalogue, id)).toMatchObject({
    outcome: 'review',
    decisions: [{ decision: 'retry' }],
  })
  // The scanner has called a clean file infected; its signatures are mended now.
  await trial.decide(id, retry)
  await trial.advance(id, { scanner: { ...trial.tools.scanner, scan: async () => ({ verdict: 'clean' }) } as never })
  expect(await caseStatus(trial.archive.catalogue, id)).toMatchObject({
    outcome: 'archived',
    decisions: [{ faults: [{ found: 'FAIL' }] }, { faults: [{ found: 'FAIL' }] }],
  })
})

test('退回: nothing but the refusal stays, the number is free, and the corrected case is taken once [PRC-14, PRC-06]', async () => {
  const serial = 'RETURNED-1'
  const id = await trial.wait((draft) => withSurplus(draft.set('source.serialNumber', serial)))
  const [given] = await ask<{ scope: string; number: number }>('select * from given_number where case_id = $1', [id])
  const later = await trial.wait((draft) => draft.set('source.serialNumber', 'LATER-001'))
  expect(await trial.outcome(later)).toBe('archived')

  await trial.decide(id, back)

  expect(await caseStatus(trial.archive.catalogue, id)).toMatchObject({
    outcome: 'refused',
    stage: 'inspection',
    faults: [{ code: 'RETURN_MATERIALS', found: '已核对原件' }, { code: 'INSPECTION_BLOCKED' }],
    decisions: [{ decision: 'return', reason: 'RETURN_MATERIALS', by: '王芳' }],
  })
  expect(await trial.archive.staged()).toEqual([])
  for (const table of ['case_file', 'given_number', 'stage_result'])
    expect(await ask(`select 1 from ${table} where ${table === 'case_file' ? 'id' : 'case_id'} = $1`, [id])).toEqual([])
  const sequence = { kind: 'electronic-record-code', scope: given?.scope ?? '' } as const
  expect(await missingNumbers(trial.archive.catalogue.pool, sequence, (given?.number ?? 0) + 2)).toEqual([])

  const corrected = await trial.write((draft) => draft.set('source.serialNumber', serial).set('source.revision', 2))
  const again = await trial.enter(corrected)
  await trial.advance(again)
  expect(await trial.enter(corrected)).toBe(again)
  const status = await caseStatus(trial.archive.catalogue, again)
  expect(status.outcome).toBe('archived')
  expect(Number(status.number?.split('-').at(-1))).toBe(given?.number)
  expect(await ask('select 1 from case_file where serial_number = $1', [serial])).toHaveLength(1)
  expect(await ask('select 1 from free_number')).toEqual([])
})

test('what is registered is not returned; a retry ends it', async () => {
  const id = await trial.wait(() => {}, {
    store: { ...trial.archive.store, put: async () => Promise.reject(new Error('the store is broken')) } as never,
  })
  const waiting = await caseStatus(trial.archive.catalogue, id)
  expect(waiting).toMatchObject({ outcome: 'review', stage: 'registration', faults: [{ code: 'PROCESSING_FAILED' }] })
  await expect(trial.decide(id, back)).rejects.toMatchObject({ code: 'REVIEW_REGISTERED' })
  await expect(trial.decide(id, clear)).rejects.toMatchObject({ code: 'REVIEW_NOT_CLEARABLE' })
  await trial.decide(id, retry)
  await trial.advance(id)
  expect(await trial.outcome(id)).toBe('archived')
})

test('of two persons who decide at once the first has decided, and the other is told', async () => {
  const pairs = [
    [clear, back],
    [back, back],
    [retry, clear],
    [retry, retry],
  ] as const
  for (const answers of pairs) {
    const id = await trial.wait(withSurplus)
    const concluded = await Promise.allSettled(answers.map((answer) => trial.decide(id, answer)))
    expect(concluded.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [lost] = concluded.filter((one) => one.status === 'rejected')
    expect(lost?.reason).toMatchObject({ code: expect.stringMatching(/^(REVIEW_NOT_WAITING|CASE_NOT_FOUND)$/) })
    expect(await ask('select 1 from case_decision where case_id = $1', [id])).toHaveLength(1)
    if ((await trial.outcome(id)) === 'refused') continue
    await trial.advance(id)
    if ((await trial.outcome(id)) === 'review') await trial.decide(id, back)
  }
  expect(await trial.archive.staged()).toEqual([])
})

test('nobody decides about a case that a worker has, and a worker that is late changes nothing', async () => {
  const id = await trial.enter(await trial.write(withSurplus))
  await expect(trial.decide(id, retry)).rejects.toMatchObject({ code: 'REVIEW_NOT_WAITING' })
  // While one worker is still inspecting, another has given the case to a person, who returns it.
  const { scanner } = trial.tools
  let isLate = true
  const identify = async () => {
    if (isLate) {
      isLate = false
      await trial.advance(id)
      await trial.decide(id, back)
    }
    return (await scanner?.identify()) as never
  }
  await trial.advance(id, { scanner: { ...scanner, identify } as never })
  expect(isLate).toBe(false)
  expect(await trial.outcome(id)).toBe('refused')
  expect(await ask('select 1 from refusal where case_id = $1', [id])).toHaveLength(1)
})

test.for([
  "update case_decision set person = '别人'",
  'delete from case_decision',
  'truncate case_decision',
  'update handover_log set code = null',
  'delete from handover_log',
  'truncate handover_log',
])('the database refuses %s', async (statement) => {
  await expect(ask(statement)).rejects.toMatchObject({ code: '23001' })
})
