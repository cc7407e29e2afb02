import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chinaDay, startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import { extendTerm } from '#pipelines/retention/extend-term.ts'
import { liftHold } from '#pipelines/retention/lift-hold.ts'
import { placeHold } from '#pipelines/retention/place-hold.ts'
import { renewLocks } from '#pipelines/retention/renew-locks.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { beginning, daysAfter, openRetentionTrial, type RetentionTrial } from './retention-trial.ts'

const act = { authority: '法院（2026）1号', reason: '诉讼未了', by: '王芳' }

let trial: RetentionTrial
beforeAll(async () => {
  trial = await openRetentionTrial()
})
afterAll(() => trial.close())

/** What must be true of a record, kept by the simplest means. */
type Model = { now: Date; endsAt: Date; readonly holds: string[] }

type Step =
  | { readonly act: 'wait'; readonly days: number }
  | { readonly act: 'hold' }
  | { readonly act: 'release'; readonly which: number }
  | { readonly act: 'extend'; readonly days: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 99 }) }) },
  // A long wait, in which the worker runs as it always does.
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('wait' as const), days: fc.integer({ min: 1000, max: 4000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('hold' as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('release' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('extend' as const), days: fc.integer({ min: -400, max: 2000 }) }),
  },
)

test('whatever is done in whatever order, no object can leave before its term and its holds let it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      trial.setClock(beginning)
      const record = await trial.record()
      const model: Model = { now: beginning, endsAt: startOfChinaDay('2036-01-01'), holds: [] }
      for (const each of steps) {
        await take(each, model, record)
        await expectKept(model, record)
      }
    }),
    { numRuns: 12 },
  )
})

async function take(step: Step, model: Model, { number }: PreservedRecord): Promise<void> {
  if (step.act === 'wait') return wait(step.days, model)
  if (step.act === 'hold') {
    model.holds.push((await placeHold(trial.tools, { ...act, numbers: [number] })).hold.id)
    return
  }
  if (step.act === 'release') {
    const [hold] = model.holds.splice(step.which % Math.max(model.holds.length, 1), 1)
    if (hold !== undefined) await liftHold(trial.tools, hold, act)
    return
  }
  const until = chinaDay(daysAfter(step.days, model.endsAt))
  const extending = extendTerm(trial.tools, number, { reason: '续存', by: '王芳', until })
  if (step.days <= 0) await expect(extending).rejects.toMatchObject({ code: 'RETENTION_NOT_LONGER' })
  else {
    await extending
    model.endsAt = startOfChinaDay(until)
  }
}

/** Time passes; the worker makes its round every 50 days at least. */
async function wait(days: number, model: Model): Promise<void> {
  for (let left = days; left > 0; left -= 50) {
    model.now = daysAfter(Math.min(left, 50), model.now)
    trial.setClock(model.now)
    await renewLocks(trial.tools)
  }
}

async function expectKept({ now, endsAt, holds }: Model, record: PreservedRecord): Promise<void> {
  const isHeld = holds.length > 0
  expect(await trial.retention(record)).toMatchObject({ endsAt, held: isHeld, storeHeld: isHeld })
  const objects = await trial.stored(record)
  expect(objects).toHaveLength(2)
  for (const { key, retainUntil } of objects) {
    expect(await trial.tools.store.isHeld(key)).toBe(isHeld)
    if (now >= endsAt && !isHeld) continue
    expect(retainUntil.getTime()).toBeGreaterThan(now.getTime())
    await expect(trial.tools.store.remove(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  }
}
