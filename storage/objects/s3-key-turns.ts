/**
 * Lets writers of one key take turns within this process. S3 would give each of them a version of its own; between
 * processes the catalogue keeps keys apart.
 */
export class KeyTurns {
  readonly #last = new Map<string, Promise<unknown>>()

  async take<T>(key: string, action: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve()
    // How the turn before ended is the business of whoever took it.
    const turn = before.then(action, action)
    this.#last.set(key, turn)
    try {
      return await turn
    } finally {
      if (this.#last.get(key) === turn) this.#last.delete(key)
    }
  }
}
