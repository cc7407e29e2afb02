import type { PoolClient } from 'pg'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { entryOf, type LedgerEntry, type LedgerEntryType } from '#archive-schema/ledger/ledger-entry.ts'
import type { LedgerTrust } from '#archive-schema/ledger/ledger-trust.ts'
import type { TilePlace } from '#archive-schema/ledger/tile-place.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { countWaiting, placeOf, queueEntry } from '#storage/catalogue/ledger-entries.ts'
import { newestCheckpoint, newestState, type PublishedCheckpoint } from '#storage/catalogue/ledger-states.ts'
import { appendWaiting } from './append-entries.ts'
import { compareWithStore } from './compare-with-store.ts'
import type { LedgerTools } from './ledger-tools.ts'
import { type ConsistencyProof, type EntryProofs, proveConsistency, proveEntry } from './prove.ts'
import { publishNewest } from './publish-checkpoint.ts'
import { asSequencer } from './sequencer-lock.ts'
import { emptyState, loadTrees, type SiblingTrees } from './sibling-trees.ts'
import { sweepPartialTiles } from './sweep-partial-tiles.ts'
import { TileCache } from './tile-cache.ts'

/** The text of a life event in the store. */
export type ToldText = {
  readonly key: string
  readonly text: Uint8Array
  readonly sha256: string
  readonly isProven: boolean
}

/** 账本 (ledger): the one place where entries become part of the log, and checkpoints are signed. */
export class Ledger {
  readonly #tools: LedgerTools
  readonly #tiles: TileCache
  /** The trees as this process left them; taken from the store again when another one went on. */
  #trees: SiblingTrees | undefined
  /** Size of the newest checkpoint that was compared with the store. */
  #compared: number | undefined
  /** The round that has not begun yet, if somebody has asked for one. */
  #next: Promise<PublishedCheckpoint | undefined> | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(tools: LedgerTools) {
    this.#tools = tools
    this.#tiles = new TileCache(tools.objects)
  }

  /** What a verifier needs to believe it. */
  get trust(): LedgerTrust {
    return this.#tools.keys.trust
  }

  /**
   * Publishes a checkpoint that covers all that was queued before this call. Who asks while another round of this process is at
   * work shares the one after it. Resolves to the newest published checkpoint; `undefined` while the ledger is empty.
   * Throws `LEDGER_FORKED`, `SIGNER_UNFIT`.
   */
  publish(): Promise<PublishedCheckpoint | undefined> {
    if (this.#next !== undefined) return this.#next
    const next = this.#last.then(() => {
      this.#next = undefined
      return this.#round()
    })
    this.#next = next
    // How a round ended is the business of whoever asked for it.
    this.#last = next.catch(() => undefined)
    return next
  }

  /**
   * Enters a life event (生命周期事件: hold, audit, dispose, key, token, …): locks its text in the store, and queues its entry in the
   * transaction in which `become` makes the event true. So no entry lacks its text, and no event its entry. Resolves to the entry.
   */
  async enter(
    type: LedgerEntryType,
    text: Uint8Array,
    become?: (transaction: Transaction, entry: LedgerEntry) => Promise<void>,
  ): Promise<LedgerEntry> {
    const { catalogue, now } = this.#tools
    const entry = await this.keepText(type, text)
    await catalogue.transact(async (transaction) => {
      await become?.(transaction, entry)
      await queueEntry(transaction, entry, now())
    })
    return entry
  }

  /**
   * The same within a transaction of the caller, as of the instant `at`, for what is true together with more: a transaction that fails
   * leaves a text that says nothing. Resolves to the entry.
   */
  async enterWithin(
    transaction: Transaction,
    { type, text, at }: { readonly type: LedgerEntryType; readonly text: Uint8Array; readonly at: Date },
    become?: (entry: LedgerEntry) => Promise<void>,
  ): Promise<LedgerEntry> {
    const entry = await this.keepText(type, text)
    await become?.(entry)
    await queueEntry(transaction, entry, at)
    return entry
  }

  /** Locks the text of a life event alone. Resolves to its entry, which the caller queues as `enter` does. */
  async keepText(type: LedgerEntryType, text: Uint8Array): Promise<LedgerEntry> {
    const entry = entryOf(type, text)
    await this.#tools.objects.putText(entry, text)
    return entry
  }

  /** The text of a life event, `undefined` if none is kept. */
  readText(entry: Pick<LedgerEntry, 'type' | 'sha256'>): Promise<Uint8Array | undefined> {
    return this.#tools.objects.readText(entry)
  }

  /** The texts of all life events of a type that are kept, in no order. */
  texts(type: LedgerEntryType): AsyncIterable<Uint8Array> {
    return this.#tools.objects.texts(type)
  }

  /** The same with the key of each, and whether an entry covers it: one that is not covered says nothing. */
  async *toldTexts(type: LedgerEntryType): AsyncGenerator<ToldText> {
    for await (const { key, read } of this.#tools.objects.textsByKey(type)) {
      const text = await read()
      const entry = entryOf(type, text)
      yield {
        key,
        text,
        sha256: entry.sha256,
        isProven: (await placeOf(this.#tools.catalogue.pool, entry)) !== undefined,
      }
    }
  }

  /**
   * Compares the database with the newest locked checkpoint, as every round does first; one that is behind catches up. Resolves to
   * whether it was. Throws `LEDGER_FORKED`.
   */
  compare(): Promise<boolean> {
    return asSequencer(this.#tools.catalogue, (connection) => compareWithStore(connection, this.#tools))
  }

  /** Removes partial tiles for which the full one is there. Resolves to the number of tiles that were swept. */
  sweep(): Promise<number> {
    return asSequencer(this.#tools.catalogue, (connection) => sweepPartialTiles(connection, this.#tools))
  }

  /** The newest published checkpoint; `undefined` while there is none. */
  newest(): Promise<PublishedCheckpoint | undefined> {
    return newestCheckpoint(this.#pool)
  }

  /** Entries in the committed trees, and entries that wait. */
  async counts(): Promise<{ readonly committed: number; readonly waiting: number }> {
    const [state, waiting] = await Promise.all([newestState(this.#pool), countWaiting(this.#pool)])
    return { committed: state?.size ?? 0, waiting }
  }

  /** The proofs of an entry, as `proveEntry` gives them; `undefined` while no checkpoint covers it. */
  prove(entry: LedgerEntry): Promise<EntryProofs | undefined> {
    return proveEntry(this.#pool, this.#tiles, entry, this.#tools.quorum ?? 0)
  }

  /** Proof of consistency between two sizes; without `size`, up to the newest checkpoint. Throws `LEDGER_NOT_FOUND`. */
  proveConsistency(algorithm: DigestAlgorithm, old: number, size?: number): Promise<ConsistencyProof> {
    return proveConsistency(this.#pool, this.#tiles, { algorithm, old, size })
  }

  /** Bytes of a tile or bundle, nothing computed. Throws `STORE_OBJECT_MISSING`. */
  readTile(algorithm: DigestAlgorithm, place: TilePlace): Promise<Uint8Array> {
    return this.#tools.objects.readTile(algorithm, place)
  }

  get #pool() {
    return this.#tools.catalogue.pool
  }

  /**
   * One round of the only sequencer: compares database and store, appends what waits, and publishes a checkpoint if the ledger
   * has grown. In the round in which a database that was behind catches up, nothing is signed.
   */
  #round(): Promise<PublishedCheckpoint | undefined> {
    return asSequencer(this.#tools.catalogue, async (connection) => {
      if (await this.#wasBehind(connection)) return newestCheckpoint(connection)
      await this.#appendAll(connection)
      const published = await publishNewest(connection, this.#tools)
      this.#compared = published?.size ?? 0
      return published
    })
  }

  /** Compared once, and again when the database shows another newest checkpoint than the one this process left. */
  async #wasBehind(connection: PoolClient): Promise<boolean> {
    const published = (await newestCheckpoint(connection))?.size ?? 0
    if (this.#compared === published) return false
    return compareWithStore(connection, this.#tools)
  }

  async #appendAll(connection: PoolClient): Promise<void> {
    const state = (await newestState(connection)) ?? emptyState
    const left = this.#trees
    // What fails half way leaves trees that are ahead of the database.
    this.#trees = undefined
    const isCurrent = left?.sha256.size === state.size
    const trees = isCurrent ? left : await loadTrees(connection, this.#tools.objects, state)
    while (await appendWaiting(connection, trees, this.#tools));
    this.#trees = trees
  }
}
