import { type ContentLimits, harmlessExpansion } from './content-limits.ts'
import { expandsTooFar } from './refusals.ts'

/** Counts to how many bytes the compressed parts of one content file expand, archives inside archives included. */
export class ExpansionBudget {
  readonly #file: string
  readonly #storedBytes: number
  readonly #limits: ContentLimits
  #spent = 0

  constructor(file: string, storedBytes: number, limits: ContentLimits) {
    this.#file = file
    this.#storedBytes = storedBytes
    this.#limits = limits
  }

  /** Adds an expansion that is about to happen. Throws `LIMITS_EXPANSION` before it goes too far. */
  spend(bytes: number): void {
    this.#spent += bytes
    const { maxExpandedBytes, maxExpansionRatio } = this.#limits
    const byRatio = Math.max(harmlessExpansion, this.#storedBytes * maxExpansionRatio)
    const most = Math.min(maxExpandedBytes, byRatio)
    if (this.#spent > most) throw expandsTooFar(this.#file, `${this.#spent} bytes`, `${most} bytes`)
  }
}
