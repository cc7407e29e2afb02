import type { LockPolicy } from '#archive-schema/retention/lock-policy.ts'
import type { RecordObjects } from '#storage/catalogue/records.ts'
import { SmallObjects } from '#storage/ledger/small-objects.ts'
import { followProtection } from '#storage/objects/follow-protection.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/** Below this lie the segments of the journal in the store. */
const prefix = 'journal/'
/** With so many digits the order of the keys is the order of the segments. */
const segmentDigits = 16

/** Key of a segment. */
export function segmentKey(segment: number): string {
  return `${prefix}${String(segment).padStart(segmentDigits, '0')}.jsonl`
}

/** Key of the rows of a record, in the folder of the record. */
export function recordRowsKey(objects: RecordObjects, sha256: string): string {
  const { key } = objects.package
  return `${key.slice(0, key.lastIndexOf('/'))}/journal/${sha256}.jsonl`
}

/** Whether a key is that of a segment or of the rows of a record. */
export function isJournalKey(key: string): boolean {
  return /^journal\/[0-9]{16}\.jsonl$/.test(key) || /\/journal\/[0-9a-f]{64}\.jsonl$/.test(key)
}

/** 电子文件号 of the record whose rows lie under a key; `undefined` for any other key. */
export function recordOfRowsKey(key: string): string | undefined {
  return /([^/]+)\/journal\/[0-9a-f]{64}\.jsonl$/.exec(key)?.[1]
}

/** 台账 in the store: segments, and the rows of records. */
export class JournalObjects {
  readonly #store: ObjectStore
  readonly #small: SmallObjects

  /** `scratch` is a folder of files on their way into the store. */
  constructor(store: ObjectStore, scratch: string, now: () => Date, locks?: LockPolicy) {
    this.#store = store
    this.#small = new SmallObjects(store, scratch, now, locks)
  }

  /** Writes a segment, locked like a permanent record. Throws `STORE_OBJECT_EXISTS` if there is another one of that number. */
  putSegment(segment: number, bytes: Uint8Array): Promise<void> {
    return this.#small.put(segmentKey(segment), bytes, true)
  }

  /** A segment, `undefined` if it was not written. */
  readSegment(segment: number): Promise<Uint8Array | undefined> {
    return this.#small.readIfThere(segmentKey(segment))
  }

  async hasSegment(segment: number): Promise<boolean> {
    return (await this.#store.stat(segmentKey(segment))) !== undefined
  }

  /** Writes the rows of a record, locked and held as its package is. */
  async putRecordRows(key: string, bytes: Uint8Array, { package: sealed, lockedUntil }: RecordObjects): Promise<void> {
    const stored = await this.#store.stat(sealed.key)
    const put = await this.#small.putUntil(key, bytes, stored?.retainUntil ?? new Date(lockedUntil))
    if (stored !== undefined) await followProtection(this.#store, put, { store: this.#store, key: sealed.key })
  }

  /** Throws `STORE_OBJECT_MISSING`. */
  read(key: string): Promise<Uint8Array> {
    return this.#small.read(key)
  }

  /** Number of the newest segment beyond `segment`; `segment` itself if there is none. */
  async newestSegmentAfter(segment: number): Promise<number> {
    let last = segment
    for await (const key of this.#store.list(prefix, segmentKey(segment)))
      last = Number(/[0-9]{16}/.exec(key)?.[0] ?? last)
    return last
  }
}
