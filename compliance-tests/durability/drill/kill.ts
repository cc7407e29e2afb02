import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { findRunningServer } from '#storage/catalogue/embedded/running-server.ts'
import { clusterOf } from '#storage/catalogue/embedded/test-folder.ts'
import { armBoundary, disarmBoundary } from './armed-boundary.ts'
import type { Boundary, Moment, Target } from './drill-plan.ts'
import type { DrilledArchive } from './drilled-archive.ts'

/** By then some case has come to the boundary, or the worker is busy otherwise. */
const longestWaitMs = 5_000

/** How a kill came about: at its boundary, or by the clock. */
export type Kill = 'at boundary' | 'by clock'

/**
 * Waits for the moment and kills (SIGKILL). Whoever supervises the victim starts it again: this drill the processes of the archive and
 * the gateway, these themselves the embedded database.
 */
export async function killAt(archive: DrilledArchive, moment: Moment): Promise<Kill> {
  const kill = 'at' in moment ? await killAtBoundary(archive, moment.target, moment.at) : 'by clock'
  if ('afterMs' in moment) await pause(moment.afterMs)
  if (kill === 'by clock') killIfAlive(await pidOf(archive, moment.target))
  if (moment.target === 'store') await requireCeph(archive).gateway.start()
  return kill
}

async function killAtBoundary(archive: DrilledArchive, target: Target, boundary: Boundary): Promise<Kill> {
  // Who comes to boundaries must be at work, or the wait would be for nothing.
  await Promise.all(Object.values(archive.processes).map((each) => each.ready()))
  const isOwn = target === 'worker' || target === 'api'
  armBoundary(archive.armed, boundary, await pidOf(archive, target), isOwn)
  const end = performance.now() + longestWaitMs
  while (existsSync(archive.armed) && performance.now() < end) await pause(20)
  return disarmBoundary(archive.armed) ? 'by clock' : 'at boundary'
}

/** The process to kill; of a database that is just being started again, the one that comes. */
async function pidOf(archive: DrilledArchive, target: Target): Promise<number> {
  if (target === 'store') return requireCeph(archive).gateway.pid()
  if (target !== 'postgres') return archive.processes[target].pid
  for (let tries = 0; tries < 600; tries += 1) {
    const server = await findRunningServer(clusterOf(archive.dataDir))
    if (server !== undefined) return server.pid
    await pause(50)
  }
  throw new Error('the database was not started again within 30 s')
}

function requireCeph({ ceph }: DrilledArchive) {
  if (ceph === undefined) throw new Error('a WORM folder has no process that could be killed')
  return ceph
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!hasErrorCode(error, 'ESRCH')) throw error
  }
}
