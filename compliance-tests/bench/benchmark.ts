import type { Figure } from './figure.ts'

/** What a benchmark is given. */
export type BenchmarkTools = {
  /** Tells the person who waits what is being measured. */
  readonly note: (line: string) => void
  /** Aborted when the benchmark is interrupted: it stops at the next round and removes what it made. */
  readonly signal: AbortSignal
  /** How many items are to be measured, for a quick trial; absent: as many as the benchmark is about. */
  readonly size?: number
}

/** A benchmark. It asserts nothing about time; it fails if what it measures does not work. */
export type Benchmark = {
  readonly name: string
  readonly title: string
  run(tools: BenchmarkTools): Promise<readonly Figure[]>
}
