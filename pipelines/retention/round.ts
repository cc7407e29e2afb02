import type { LockFault } from '#storage/catalogue/lock-renewals.ts'

/** Nobody reads more alarms of one round; all of them stand in the catalogue. */
const mostFaults = 100

/** What one round of renewal has come to so far. */
export class Round {
  /** Records and objects of ledger and journal whose locks were lengthened, or whose holds were marked. */
  renewed = 0
  readonly faults: LockFault[] = []
  readonly signal: AbortSignal
  /** Records whose alarms were tried again; the rest of the round leaves them alone. */
  readonly retried = new Set<string>()

  constructor(signal: AbortSignal) {
    this.signal = signal
  }

  /** Counts a record or object by what it came to. */
  add(faults: readonly LockFault[]): void {
    if (faults.length === 0) this.renewed += 1
    this.faults.push(...faults.slice(0, mostFaults - this.faults.length))
  }
}
