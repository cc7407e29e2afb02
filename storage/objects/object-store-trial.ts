import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { collect } from '#archive-schema/content-reader.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import type { ByteRange, ObjectSource, ObjectStore } from './object-store.ts'

/** An empty store, ready to be tried. */
export type StoreUnderTest = {
  readonly store: ObjectStore
  /** The clock by which locks of this store end. */
  now(): Date
  /** Stores `source` under `key` in such a way that its lock has ended when this resolves. */
  putWithEndedLock(key: string, source: ObjectSource): Promise<void>
  close?(): Promise<void>
}

/** A store of its own for one trial, and a maker of sources. */
export type Bench = Pick<StoreUnderTest, 'store' | 'now' | 'putWithEndedLock'> & {
  source(content: Uint8Array): Promise<ObjectSource>
}

/** Registers one sentence of the contract and the trial that can disprove it. */
export type Attempt = (sentence: string, trial: (bench: Bench) => Promise<void>, timeoutMs?: number) => void

/** UTF-8 bytes of `content`. */
export function utf8(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}

/** The instant `days` from now by the clock of the store under trial. */
export function inDays(bench: Pick<StoreUnderTest, 'now'>, days: number): Date {
  return new Date(bench.now().getTime() + days * 86_400_000)
}

/** Bytes without a short period, the same ones for the same length. */
export function patternedBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = 1
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[at] = state >>> 16
  }
  return bytes
}

/** Writes `content` to a new file in `folder` and says truly what it is. */
export async function fileSource(folder: string, content: Uint8Array): Promise<ObjectSource> {
  const path = join(folder, randomUUID())
  await writeFile(path, content)
  const sha256 = digestHex('sha256', content)
  return { path, fixity: { bytes: content.length, sha256 } }
}

/** Everything that `read` yields, in one piece. */
export async function readWhole(store: ObjectStore, key: string, range?: ByteRange): Promise<Uint8Array> {
  return new Uint8Array(await collect(store.read(key, range)))
}

/** Everything that `list` yields. */
export async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const key of store.list(prefix)) keys.push(key)
  return keys
}

/** Does `work` for every item, sixteen at a time. */
export async function forEachAtOnce<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items.values()
  const worker = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: 16 }, worker))
}
