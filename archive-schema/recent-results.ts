/**
 * Results of a pure computation that is asked for again and again with the same few arguments. The ones asked for last are
 * kept; what throws is not.
 */
export class RecentResults<T> {
  readonly #kept: number
  readonly #results = new Map<string, T>()

  constructor(kept: number) {
    this.#kept = kept
  }

  /** The result of `key`, computed if it is not kept. `key` must say everything that the result depends on. */
  get(key: string, compute: () => T): T {
    const known = this.#results.get(key)
    const result = known ?? compute()
    // The one asked for last stands last, so the first has not been asked for the longest.
    this.#results.delete(key)
    this.#results.set(key, result)
    const [oldest] = this.#results.keys()
    if (this.#results.size > this.#kept && oldest !== undefined) this.#results.delete(oldest)
    return result
  }
}
