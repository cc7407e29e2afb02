/** A fixed number of places to work in. Who comes when all are taken waits in line. */
export class Slots {
  readonly #free: number[]
  readonly #waiting: ((slot: number) => void)[] = []

  constructor(count: number) {
    this.#free = Array.from({ length: count }, (_, slot) => slot)
  }

  /** Runs `task` in a free slot, which is told to it, and frees the slot when the task has settled. */
  async run<T>(task: (slot: number) => Promise<T>): Promise<T> {
    const slot = await this.#take()
    try {
      return await task(slot)
    } finally {
      this.#release(slot)
    }
  }

  #take(): Promise<number> {
    const slot = this.#free.shift()
    if (slot !== undefined) return Promise.resolve(slot)
    const { promise, resolve } = Promise.withResolvers<number>()
    this.#waiting.push(resolve)
    return promise
  }

  #release(slot: number): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(slot)
    else next(slot)
  }
}
