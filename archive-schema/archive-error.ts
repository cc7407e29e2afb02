import { describeFault, type Fault } from './fault.ts'
import type { FaultCode } from './fault-texts.ts'
import { readableFault } from './readable-fault.ts'

/** A hostile hand-over can be wrong in a hundred thousand places; nobody reads more than these. */
const mostFaults = 100

/**
 * A refusal: the request cannot be honoured. What is wrong with a record that is being inspected is a `Finding`, not an error.
 * Several faults may be named at once; the first one gives the error its code.
 */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly code: FaultCode
  readonly faults: readonly [Fault, ...Fault[]]
  /** Whether trying the same thing again cannot help. A job that meets a permanent error is not retried. */
  readonly permanent: boolean

  constructor(faults: Fault | readonly [Fault, ...Fault[]], options: { cause?: unknown; permanent?: boolean } = {}) {
    const [gravest, ...others]: readonly [Fault, ...Fault[]] = 'code' in faults ? [faults] : faults
    const first = readableFault(gravest)
    super(describeFault(first, 'en'), options.cause === undefined ? {} : { cause: options.cause })
    this.code = first.code
    this.faults = [first, ...others.slice(0, mostFaults - 1).map(readableFault)]
    this.permanent = options.permanent ?? true
  }
}

/** Throws if there are faults. The order of the list decides which one gives the error its code. */
export function refuse(faults: readonly Fault[]): void {
  const [first, ...rest] = faults
  if (first !== undefined) throw new ArchiveError([first, ...rest])
}
