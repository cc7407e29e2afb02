import fc from 'fast-check'
import { inspectMutated, type Verdict } from '../da-t-70/mutated-package.ts'
import { mutationsOf } from '../da-t-70/package-mutations.ts'
import { prepareRecord } from '../da-t-70/sealed-record.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import type { Figure } from './figure.ts'

/** How many spoilt packages 四性检测 finds out, and how fast. */
export const mutations: Benchmark = {
  name: 'mutations',
  title: 'packages that were spoilt at random: none is accepted unless nothing was changed',
  run: inspectMutations,
}

const samples = ['06-employment-registration-instant', '03-advert-not-accepted', '07-hr-service-online-ofd']
const mutationsEach = 1_000

async function inspectMutations({ note, signal }: BenchmarkTools): Promise<Figure[]> {
  const seed = Date.now() % 2 ** 31
  const counts: Record<Verdict, number> = { rejected: 0, harmless: 0, ACCEPTED: 0 }
  const start = performance.now()
  for (const name of samples) {
    note(`mutations: ${mutationsEach} of ${name}, seed ${seed}`)
    const record = await prepareRecord(name)
    try {
      for (const mutation of fc.sample(mutationsOf(record.sample), { numRuns: mutationsEach, seed })) {
        signal.throwIfAborted()
        const verdict = await inspectMutated(record, mutation)
        if (verdict === 'ACCEPTED') throw new Error(`${name} was accepted, seed ${seed}: ${mutation.name}`)
        counts[verdict] += 1
      }
    } finally {
      await record.close()
    }
  }
  return figuresOf(counts, (performance.now() - start) / 1000)
}

function figuresOf({ rejected, harmless, ACCEPTED: accepted }: Record<Verdict, number>, seconds: number): Figure[] {
  return [
    { subject: 'rejected', unit: 'packages', rounds: [rejected] },
    { subject: 'accepted, nothing was changed', unit: 'packages', rounds: [harmless] },
    { subject: 'accepted, something was changed', unit: 'packages', rounds: [accepted] },
    { subject: 'made, sealed and inspected', unit: 'packages/s', rounds: [(rejected + harmless) / seconds] },
  ]
}
