import { readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import type { Boundary } from './drill-plan.ts'

type Armed = Boundary & { readonly pid: number }

/** Has `pid` killed by the next worker that comes to a boundary; `file` is what drill and worker both know. */
export function armBoundary(file: string, { stage, moment }: Boundary, pid: number): void {
  writeFileSync(`${file}.new`, JSON.stringify({ stage, moment, pid } satisfies Armed))
  renameSync(`${file}.new`, file)
}

/** Takes it back. Resolves to false when it has been done already. */
export function disarmBoundary(file: string): boolean {
  try {
    unlinkSync(file)
    return true
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false
    throw error
  }
}

/** What a worker does at every boundary: kills whom it is told to, before it goes on. */
export function killIfArmed(file: string, stage: string, moment: Boundary['moment']): void {
  const armed = readArmed(file)
  if (armed?.stage !== stage || armed.moment !== moment || !disarmBoundary(file)) return
  try {
    process.kill(armed.pid, 'SIGKILL')
  } catch (error) {
    // It has died in the meantime, of another cause.
    if (!hasErrorCode(error, 'ESRCH')) throw error
  }
}

function readArmed(file: string): Armed | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Armed
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined
    throw error
  }
}
