import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type Growth, growthPerYear, judgeCapacity } from '#archive-schema/capacity/judge-capacity.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { storedBytes } from '#storage/catalogue/stored-bytes.ts'
import { freeSpace } from '#storage/content/free-space.ts'
import type { StoreAddress } from '#storage/objects/configured-store.ts'
import type { CapacityConfig } from '../configuration/capacity.ts'
import type { Capacity, PlaceCapacity } from './capacity.ts'
import { exhausted } from './tell-capacity.ts'

export type CapacityTools = {
  readonly runner: SqlRunner
  readonly dataDir: string
  readonly first: StoreAddress
  readonly second: StoreAddress | undefined
  readonly limits: CapacityConfig
  readonly now: () => Date
}

/** The catalogue is not summed up for every case. */
const countEveryMs = 10_000

/** 容量计: measures free space and what is stored. */
export class CapacityMeter {
  readonly #tools: CapacityTools
  #counted: { readonly growth: Promise<Growth>; readonly at: number } | undefined

  constructor(tools: CapacityTools) {
    this.#tools = tools
  }

  /** Free space as it is now; what is stored as it was at most ten seconds ago. */
  async measure(): Promise<Capacity> {
    const { first, second, dataDir, limits, now } = this.#tools
    const { storeQuota: quota, spaceFloor: floor } = limits
    const growth = await this.#count()
    const perYear = growthPerYear(growth, now())
    const quotaUse = quota === undefined ? {} : { quota, used: growth.bytes }
    const places: PlaceCapacity[] = [
      // Staging is emptied again: it does not grow.
      { place: 'staging', ...judgeCapacity({ ...(await freeOf(dataDir)), floor }, 0) },
      { place: 'first', ...judgeCapacity({ ...(await freeOfStore(first)), ...quotaUse, floor }, perYear) },
    ]
    if (second !== undefined)
      places.push({ place: 'second', ...judgeCapacity({ ...(await freeOfStore(second)), floor }, perYear) })
    return { storedBytes: growth.bytes, bytesPerYear: Math.round(perYear), places }
  }

  /**
   * 接收前检查: refuses a hand-over for which there may be no room before anything of it is written. Throws `CAPACITY_EXHAUSTED`,
   * which passes. A second store that is full stops nothing: it is an alarm.
   */
  async requireRoom(): Promise<void> {
    const { places } = await this.measure()
    const full = places.find(({ place, level }) => place !== 'second' && level === 'full')
    if (full !== undefined) throw new ArchiveError(exhausted(full), { permanent: false })
  }

  #count(): Promise<Growth> {
    const { runner, now } = this.#tools
    const at = performance.now()
    if (this.#counted !== undefined && at - this.#counted.at < countEveryMs) return this.#counted.growth
    const growth = storedBytes(runner, now())
    this.#counted = { growth, at }
    growth.catch(() => {
      this.#counted = undefined
    })
    return growth
  }
}

/** An S3 server tells nobody how much it has left. */
async function freeOfStore(address: StoreAddress): Promise<{ readonly free?: number }> {
  return address.kind === 'folder' ? freeOf(address.folder) : {}
}

/** Nothing of a folder that is away: that it is away is told by who uses it. */
async function freeOf(folder: string): Promise<{ readonly free?: number }> {
  const free = await freeSpace(folder)
  return free === undefined ? {} : { free }
}
