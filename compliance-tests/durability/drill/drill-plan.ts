import fc from 'fast-check'
import { stageNames } from '#pipelines/stage-names.ts'

/** What can be killed. `store`: the process that serves the object store; a WORM folder has none. */
export const targets = ['worker', 'api', 'postgres', 'store'] as const
export type Target = (typeof targets)[number]

/** A point of the pipeline at which a worker is just now. */
export type Boundary = { readonly stage: string; readonly moment: 'started' | 'done' | 'completed' }

/** One kill: whom, and when: so long after the one before, or as soon as a worker comes to a boundary. */
export type Moment = { readonly target: Target } & ({ readonly afterMs: number } | { readonly at: Boundary })

/** Every boundary of every stage that a worker does; capture is done by whoever takes the case in. */
export const boundaries: readonly Boundary[] = stageNames
  .filter((stage) => stage !== 'capture')
  .flatMap((stage) => (['started', 'done', 'completed'] as const).map((moment) => ({ stage, moment })))

/** Within so long a killed process is back at work: kills fall into its recovery as well as after it. */
const longestDelayMs = 2_000

/**
 * The kills that belong to a seed, the same every time: every other one at a boundary, all boundaries in turn for every target, in an
 * order that the seed decides; the rest at random.
 */
export function planMoments(seed: number, count: number, among: readonly Target[]): readonly Moment[] {
  const [plan = []] = fc.sample(planOf(count, among), { seed, numRuns: 1 })
  return plan
}

function planOf(count: number, among: readonly Target[]): fc.Arbitrary<Moment[]> {
  const every: Moment[] = among.flatMap((target) => boundaries.map((at) => ({ target, at })))
  const shuffled = fc.shuffledSubarray(every, { minLength: every.length })
  const random = fc.noBias(fc.record({ target: fc.constantFrom(...among), afterMs: fc.nat({ max: longestDelayMs }) }))
  return fc
    .tuple(shuffled, fc.array(random, { minLength: count, maxLength: count, size: 'max' }))
    .map(([inTurn, atRandom]) =>
      atRandom.map((moment, i) => (i % 2 === 0 ? moment : (inTurn[((i - 1) / 2) % inTurn.length] ?? moment))),
    )
}

/** One line that says whom a moment kills, and when. */
export function describeMoment(moment: Moment): string {
  const when = 'at' in moment ? `at ${moment.at.stage} (${moment.at.moment})` : `after ${moment.afterMs} ms`
  return `${moment.target} ${when}`
}
