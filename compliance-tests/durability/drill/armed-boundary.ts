import { readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import type { Boundary } from './drill-plan.ts'

/** `by`: whom the boundary must be reached by; absent: whoever comes there first. */
type Armed = Boundary & { readonly pid: number; readonly by?: number }

/**
 * Has `pid` killed at a boundary by the next process that comes there with a case, or, where `pid` is one of these itself (`isOwn`), when it
 * does. `file` is what drill and processes both know.
 */
export function armBoundary(file: string, { stage, moment }: Boundary, pid: number, isOwn: boolean): void {
  const armed: Armed = { stage, moment, pid, ...(isOwn ? { by: pid } : {}) }
  writeFileSync(`${file}.new`, JSON.stringify(armed))
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
  if (armed?.stage !== stage || armed.moment !== moment || (armed.by ?? process.pid) !== process.pid) return
  if (!disarmBoundary(file)) return
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
