import { type ArchiveCheck, checkArchive, checkRebuilt } from './check-archive.ts'
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
  let report: DrillReport | undefined
  try {
    for (let done = 0; done < plan.length && (report?.faults ?? []).length === 0; ) {
      start(archive, witness)
      for (const moment of plan.slice(done, done + checkEvery)) {
        const kill = await killAt(archive, moment)
        done += 1
        count(kills, moment, kill)
        tell(`${done}/${plan.length} ${describeMoment(moment)}: ${kill}`)
      }
      const check = await checkedAtRest(archive, witness)
      report = reportOf(archive, done < plan.length ? check : await checkedLast(archive, check), done, kills)
      tell(`checked: ${report.records} records, ${report.entries} entries, ${report.faults.length} faults`)
    }
    if (report === undefined) throw new Error('a drill needs at least one moment')
    await archive.close(report.kept !== undefined)
    return report
  } catch (error) {
    tell(`the drill has failed; its archive is kept in ${archive.folder}`)
    await archive.close(true)
    throw error
  }
}

function reportOf(
  { sender: { acknowledged }, api, folder }: DrilledArchive,
  check: ArchiveCheck,
  moments: number,
  kills: Readonly<Record<string, number>>,
): DrillReport {
  const refused = acknowledged.filter(({ expected }) => expected === 'refused').length
  const kept = check.faults.length > 0 ? folder : undefined
  return { ...check, moments, kills, acknowledged: acknowledged.length, refused, answers: api.answers, kept }
}

async function checkedAtRest(archive: DrilledArchive, witness: Witness): Promise<ArchiveCheck> {
  await archive.sender.stop()
  await witness.stop()
  return checkArchive(archive, witness)
}

/** Where all is well, the archive has ended with this. */
async function checkedLast(archive: DrilledArchive, check: ArchiveCheck): Promise<ArchiveCheck> {
  return check.faults.length > 0 ? check : { ...check, faults: await checkRebuilt(archive) }
}

function start({ sender }: DrilledArchive, witness: Witness): void {
  sender.start()
  witness.start(sender.acknowledged)
}

function count(kills: Record<string, number>, { target }: Moment, kill: Kill): void {
  const name = `${target} ${kill}`
  kills[name] = (kills[name] ?? 0) + 1
}
