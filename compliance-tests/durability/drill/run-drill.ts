import { type ArchiveCheck, checkArchive } from './check-archive.ts'
import { describeMoment, type Moment } from './drill-plan.ts'
import { type DrilledArchive, startDrilledArchive } from './drilled-archive.ts'
import { type Kill, killAt } from './kill.ts'
import { Witness } from './witness.ts'

/** What a drill came to. */
export type DrillReport = ArchiveCheck & {
  /** Moments that were carried out: all, or as many as it took to find a fault. */
  readonly moments: number
  /** Kills by `target at boundary` and `target by clock`. */
  readonly kills: Readonly<Record<string, number>>
  readonly acknowledged: number
  readonly refused: number
  /** Answers of the API by status. */
  readonly answers: Readonly<Record<string, number>>
  /** Where the archive lies that showed a fault. */
  readonly kept: string | undefined
}

export type DrillOptions = {
  readonly plan: readonly Moment[]
  /** The whole archive is checked after so many moments, and at the end. */
  readonly checkEvery: number
  readonly tell: (line: string) => void
}

/**
 * 故障演练: an archive is handed cases all the time while one of its processes after the other is killed (SIGKILL) and started again; now and
 * then, and at the end, everything is checked from outside. Ends at the first fault.
 */
export async function runDrill({ plan, checkEvery, tell }: DrillOptions): Promise<DrillReport> {
  const archive = await startDrilledArchive(plan.some(({ target }) => target === 'store') ? 'ceph' : 'folder')
  const witness = new Witness(archive.api)
  const kills: Record<string, number> = {}
  const report = (check: ArchiveCheck, moments: number): DrillReport => {
    const { acknowledged } = archive.sender
    const refused = acknowledged.filter(({ expected }) => expected === 'refused').length
    const kept = check.faults.length > 0 ? archive.folder : undefined
    return { ...check, moments, kills, acknowledged: acknowledged.length, refused, answers: archive.api.answers, kept }
  }
  let last: DrillReport | undefined
  try {
    for (const [i, moment] of plan.entries()) {
      if (i % checkEvery === 0) start(archive, witness)
      const kill = await killAt(archive, moment)
      count(kills, moment, kill)
      tell(`${i + 1}/${plan.length} ${describeMoment(moment)}: ${kill}`)
      if ((i + 1) % checkEvery !== 0 && i + 1 < plan.length) continue
      last = report(await checkedAtRest(archive, witness), i + 1)
      tell(`checked: ${last.records} records, ${last.entries} entries, ${last.faults.length} faults`)
      if (last.faults.length > 0) return last
    }
    if (last === undefined) throw new Error('a drill needs at least one moment')
    return last
  } finally {
    for (const outside of [archive.sender, witness]) await outside.stop().catch((error: unknown) => tell(String(error)))
    await archive.close(last?.kept !== undefined || last === undefined)
  }
}

async function checkedAtRest(archive: DrilledArchive, witness: Witness): Promise<ArchiveCheck> {
  await archive.sender.stop()
  await witness.stop()
  return checkArchive(archive, witness)
}

function start({ sender }: DrilledArchive, witness: Witness): void {
  sender.start()
  witness.start(sender.acknowledged)
}

function count(kills: Record<string, number>, { target }: Moment, kill: Kill): void {
  const name = `${target} ${kill}`
  kills[name] = (kills[name] ?? 0) + 1
}
