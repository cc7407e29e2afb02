import { createHash } from 'node:crypto'
import type { AuditCounts } from '#archive-schema/copies/audit-text.ts'
import type { ObjectFault } from '#archive-schema/copies/object-fault.ts'

/** The parts of an audit, in their order: what ought to be there, then what is there. */
export const auditPhases = ['records', 'checkpoints', 'texts', 'tiles', 'journal', 'copies', 'listing'] as const
export type AuditPhase = (typeof auditPhases)[number]

/** How far a slice has come, and what it has found; kept after every batch, so that a killed audit goes on. */
export type AuditProgress = AuditCounts & {
  readonly phase: AuditPhase | 'done'
  /** What the last batch ended with; empty at the beginning of a phase. */
  readonly after: string
  /** What two readings agreed on. */
  readonly faults: readonly ObjectFault[]
  /** Objects that were found bad once and good when read again. */
  readonly passing: number
}

export const noProgress: AuditProgress = {
  ...{ phase: 'records', after: '', records: 0, ledgerObjects: 0, listed: 0, uncopied: 0, checked: 0, bytes: 0 },
  ...{ coverage: '0'.repeat(64), faults: [], passing: 0 },
}

/** The chain, longer by these keys. */
export function chainKeys(coverage: string, keys: readonly string[]): string {
  return keys.reduce(
    (chain, key) => createHash('sha256').update(Buffer.from(chain, 'hex')).update(`${key}\n`).digest('hex'),
    coverage,
  )
}
