/** Joins numbers from 0 to `size - 1` into groups. */
export class DisjointSets {
  readonly #parents: number[]

  constructor(size: number) {
    this.#parents = Array.from({ length: size }, (_, index) => index)
  }

  /** The number that stands for the group of `index`. */
  find(index: number): number {
    let root = index
    for (let parent = this.#parents[root]; parent !== undefined && parent !== root; parent = this.#parents[root]) {
      this.#parents[root] = this.#parents[parent] ?? parent
      root = parent
    }
    return root
  }

  join(one: number, other: number): void {
    this.#parents[this.find(one)] = this.find(other)
  }

  /** The members of every group, in order of number. */
  groups(): readonly (readonly number[])[] {
    const groups = Map.groupBy(this.#parents.keys(), (index) => this.find(index))
    return [...groups.values()]
  }
}
