import { randomInt } from 'node:crypto'
import { Command, InvalidArgumentError, Option } from 'commander'
import { planMoments, type Target, targets } from './drill-plan.ts'
import { runDrill } from './run-drill.ts'

const program = new Command('npm run drill --')
  .description(
    '故障演练: kills the processes of a running archive, again and again, and checks from outside that nothing is lost',
  )
  .option('--moments <count>', 'how often something is killed', wholeNumber, 50)
  .option('--seed <number>', 'makes the same plan again', wholeNumber, randomInt(2 ** 31 - 1))
  .addOption(new Option('--target <target>', 'what is killed').choices([...targets, 'all']).default('all'))
  .option('--check-every <count>', 'moments between two checks of everything', wholeNumber, 50)
  .parse()

const { moments, seed, target, checkEvery } = program.opts<{
  moments: number
  seed: number
  target: Target | 'all'
  checkEvery: number
}>()
const startedAt = performance.now()
const tell = (line: string) =>
  process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s  ${line}\n`)

tell(`drill: ${moments} moments, seed ${seed}, target ${target}`)
const plan = planMoments(seed, moments, target === 'all' ? targets : [target])
const report = await runDrill({ plan, checkEvery, tell })
for (const fault of report.faults) tell(`FAULT ${fault}`)
for (const leftover of report.leftovers) tell(`left ${leftover}`)
const { faults, leftovers, ...figures } = report
tell(JSON.stringify(figures, null, 2))
const again = `npm run drill -- --moments ${moments} --seed ${seed} --target ${target} --check-every ${checkEvery}`
tell(faults.length === 0 ? '全部通过 no fault' : `${faults.length} faults by moment ${report.moments}; again: ${again}`)
process.exitCode = faults.length === 0 ? 0 : 1

function wholeNumber(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 1) return number
  throw new InvalidArgumentError('expected a whole number from 1 on')
}
