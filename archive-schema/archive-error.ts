import { describeFault, type Fault } from './fault.ts'
import type { FaultCode } from './fault-texts.ts'

/** A hostile hand-over can be wrong in a hundred thousand places; nobody reads more than these. */
const mostFaults = 100

/**
 * A refusal: the request cannot be honoured. What is wrong with a record that is being inspected is a `Finding`, not an error.
 * Several faults may be named at once; the first one gives the error its code.
 */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly code: FaultCode
  readonly faults: readonly Fault[]
  /** Whether trying the same thing again cannot help. A job that meets a permanent error is not retried. */
  readonly permanent: boolean

  constructor(faults: Fault | readonly [Fault, ...Fault[]], options: { cause?: unknown; permanent?: boolean } = {}) {
    const all: readonly [Fault, ...Fault[]] = 'code' in faults ? [faults] : faults
    super(describeFault(all[0], 'en'), options.cause === undefined ? {} : { cause: options.cause })
    this.code = all[0].code
    this.faults = all.slice(0, mostFaults)
    this.permanent = options.permanent ?? true
  }
}

/** Throws if there are faults. The order of the list decides which one gives the error its code. */
export function refuse(faults: readonly Fault[]): void {
  const [first, ...rest] = faults
  if (first !== undefined) throw new ArchiveError([first, ...rest])
}
