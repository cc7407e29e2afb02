import { setTimeout as pause } from 'node:timers/promises'
import type { ToldCase } from '../../access/api-under-test.ts'
import type { ApiClient } from './api-client.ts'
import type { Sighting } from './invariants/case-faults.ts'
import type { SeenCheckpoint } from './invariants/ledger-faults.ts'
import type { Acknowledged } from './sender.ts'

const lookEveryMs = 500

type Verification = { readonly ok: boolean; readonly steps: readonly { readonly step: string; readonly ok: boolean }[] }

/** Who asks the archive from outside while it is killed, and remembers what it was told. */
export class Witness {
  /** By id of the case. */
  readonly sightings = new Map<string, Sighting>()
  readonly checkpoints: SeenCheckpoint[] = []
  /** What was reported and not true at that moment. */
  readonly faults: string[] = []
  readonly #api: ApiClient
  #stopping = new AbortController()
  #running: Promise<void> = Promise.resolve()
  readonly #ended = new Set<string>()

  constructor(api: ApiClient) {
    this.#api = api
  }

  /** Looks all the time at what is acknowledged. */
  start(acknowledged: readonly Acknowledged[]): void {
    this.#stopping = new AbortController()
    this.#running = this.#watch(acknowledged, this.#stopping.signal)
    // What ends it is told to whoever stops it.
    this.#running.catch(() => undefined)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #watch(acknowledged: readonly Acknowledged[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look(acknowledged)
      await pause(lookEveryMs, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Asks for every case of which no end is known yet; one that is called archived must verify at once. */
  async look(acknowledged: readonly Acknowledged[]): Promise<void> {
    for (const { caseId } of acknowledged) {
      if (this.#ended.has(caseId)) continue
      const response = await this.#api.ask(`/api/v1/cases/${caseId}`)
      if (response.status === 404) this.faults.push(`case ${caseId} was acknowledged and is not known`)
      const { outcome, number = '', archivalCode = '' } = (await response.json()) as ToldCase
      if (outcome === 'archived') await this.#verify(caseId, { number, archivalCode })
      if (outcome !== 'processing') this.#ended.add(caseId)
    }
    await this.#keepCheckpoint('sha256', '/api/v1/ledger/checkpoint')
    await this.#keepCheckpoint('sm3', '/api/v1/ledger/sm3/checkpoint')
  }

  async #verify(caseId: string, sighting: Sighting): Promise<void> {
    this.sightings.set(caseId, sighting)
    const path = `/api/v1/records/${sighting.number}/verification`
    const { ok, steps } = await this.#api.read<Verification>(path)
    const failed = steps.filter((step) => !step.ok).map(({ step }) => step)
    if (!ok) this.faults.push(`${sighting.number} was reported archived and did not verify: ${failed.join(', ')}`)
  }

  async #keepCheckpoint(algorithm: SeenCheckpoint['algorithm'], path: string): Promise<void> {
    const response = await this.#api.ask(path)
    if (response.status === 200) this.checkpoints.push({ algorithm, note: Buffer.from(await response.arrayBuffer()) })
  }
}
