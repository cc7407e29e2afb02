import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { formOf } from '../../access/api-under-test.ts'
import { makeCase } from '../../stack/make-case.ts'
import { type CommandEnvironment, jsonLines, runCommand } from '../command.ts'
import type { ApiClient } from './api-client.ts'

/** A hand-over that was acknowledged, and what must become of it. */
export type Acknowledged = {
  readonly serialNumber: string
  readonly caseId: string
  readonly expected: 'archived' | 'refused'
}

const good = { folder: '06-employment-registration-instant', expected: 'archived' } as const
/** Taken in, and refused by a later stage: a required material is missing. */
const bad = { folder: '../refused/27-required-material-missing/case', expected: 'refused' } as const
const badEvery = 6

const uploadEveryMs = 700
const commandEveryMs = 2_500

/** 业务系统 that hands cases over all the time, by HTTP and as folders, each again and again until it is acknowledged. */
export class Sender {
  readonly acknowledged: Acknowledged[] = []
  readonly #folder: string
  readonly #api: ApiClient
  readonly #environment: CommandEnvironment
  #made = 0
  #stopping = new AbortController()
  #running: Promise<unknown> = Promise.resolve()

  constructor(folder: string, api: ApiClient, environment: CommandEnvironment) {
    this.#folder = folder
    this.#api = api
    this.#environment = environment
  }

  start(): void {
    this.#stopping = new AbortController()
    this.#running = Promise.all([
      this.#repeat(uploadEveryMs, () => this.#upload()),
      this.#repeat(commandEveryMs, () => this.#hand()),
    ])
    // What ends it is told to whoever stops it.
    this.#running.catch(() => undefined)
  }

  /** Resolves when everything that was begun is acknowledged. Throws what kept one from it. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #repeat(everyMs: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await work()
      await pause(everyMs, undefined, { signal }).catch(() => undefined)
    }
  }

  async #upload(): Promise<void> {
    const { path, serialNumber, expected } = await this.#make()
    const response = await this.#api.ask('/api/v1/cases', () => formOf(path))
    if (response.status !== 202 && response.status !== 200)
      throw new Error(`${serialNumber} was answered ${response.status}: ${await response.text()}`)
    const { id: caseId } = (await response.json()) as { id: string }
    this.acknowledged.push({ serialNumber, caseId, expected })
    await rm(path, { recursive: true })
  }

  async #hand(): Promise<void> {
    const made = [await this.#make(), await this.#make()]
    const paths = made.map(({ path }) => path)
    const lines = await this.#captureUntilAcknowledged(paths)
    for (const [i, { path, serialNumber, expected }] of made.entries()) {
      this.acknowledged.push({ serialNumber, caseId: String(lines[i]?.['caseId']), expected })
      await rm(path, { recursive: true })
    }
  }

  async #captureUntilAcknowledged(paths: readonly string[]): Promise<Record<string, unknown>[]> {
    for (let attempt = 1; ; attempt += 1) {
      const result = await runCommand(['capture', '--no-wait', '--json', ...paths], this.#environment)
      const lines = jsonLines(result)
      if (result.code === 0 && lines.length === paths.length) return lines
      if (attempt === 60) throw new Error(`capture fails: ${result.stdout}${result.stderr}`)
      await pause(500)
    }
  }

  async #make() {
    this.#made += 1
    const serialNumber = `DRILL-${String(this.#made).padStart(6, '0')}`
    const { folder, expected } = this.#made % badEvery === 0 ? bad : good
    await mkdir(this.#folder, { recursive: true })
    const path = await makeCase(folder, join(this.#folder, serialNumber), serialNumber)
    return { path, serialNumber, expected }
  }
}
