import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { planMoments, targets } from './drill/drill-plan.ts'
import { runDrill } from './drill/run-drill.ts'

const seed = randomInt(2 ** 31 - 1)
/** Every target twice: at a moment that the clock decides, and at a boundary of the pipeline. */
const plan = targets.flatMap((target) => planMoments(seed, 2, [target]))

const longestMs = 600_000

test(
  `worker, API, database and store are killed while cases come in, and no record is lost, doubled or falsely reported (seed ${seed}) [PRC-19, NAM-08]`,
  async () => {
    const said: string[] = []
    const report = await runDrill({ plan, checkEvery: plan.length, tell: (line) => said.push(line) })
    expect(report.faults, said.join('\n')).toEqual([])
    expect(report).toMatchObject({ moments: 8, kept: undefined })
    for (const target of targets) {
      const kills = Object.entries(report.kills).filter(([name]) => name.startsWith(`${target} `))
      expect(kills.reduce((sum, [, count]) => sum + count, 0)).toBe(2)
    }
    // Cases did come in all the time: else the drill has shown nothing.
    expect(report.records).toBeGreaterThan(0)
    expect(report.records + report.refused).toBe(report.acknowledged)
  },
  longestMs,
)
