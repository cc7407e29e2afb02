import type { ObjectFixity } from '#archive-schema/fixity.ts'

/** What the store says of one object. */
export type StoredObject = {
  readonly key: string
  readonly bytes: number
  /** 保管锁定到期时刻: before this instant the object can be neither changed nor deleted. */
  readonly retainUntil: Date
  /** Version of the object in stores that keep versions; equal to the key's only version elsewhere. */
  readonly version: string
}

/** Bytes to store: a file that may be moved into the store, and what is known of it. */
export type ObjectSource = {
  /** A finished file. The store may take it over: it can be gone afterwards, also after a refusal. */
  readonly path: string
  readonly fixity: ObjectFixity
}

/** What lies below a folder of the store, whether it shows or not: bytes of a version, a mark that hides some, or parts of an upload. */
export type Trace = {
  readonly key: string
  readonly version: string
  /** 保管锁定到期时刻; absent: a delete marker or an unfinished upload, which have no lock. */
  readonly retainUntil?: Date
  readonly isHeld: boolean
}

/** A part of an object: from `start` (inclusive) to `end` (exclusive). */
export type ByteRange = { readonly start: number; readonly end: number }

/**
 * 档案存储 (where sealed objects rest). Keys are `/`-separated, NFC, and may hold Chinese (`object-key.ts`; others are
 * refused with `PATHS_FORM`).
 * Every method may throw `STORE_UNAVAILABLE`, and what writes `STORE_FULL`; neither is permanent.
 * Every implementation passes `object-store-contract.ts`.
 */
export interface ObjectStore {
  /** One line for reports: kind, place, and what the store cannot enforce. */
  readonly description: string
  /**
   * Writes once, locks until `retainUntil`, reads back and re-hashes before it resolves.
   * The same bytes under the same key again are no error (a repeat after a crash); the lock is then only ever lengthened.
   * Throws `STORE_OBJECT_EXISTS` for other bytes, `FIXITY_STORE_DIFFERS` if the bytes read back are not those of `source`.
   */
  put(key: string, source: ObjectSource, retainUntil: Date): Promise<StoredObject>
  /** Resolves to `undefined` if `key` does not exist. */
  stat(key: string): Promise<StoredObject | undefined>
  /**
   * Streams the object or a part of it. Throws `STORE_OBJECT_MISSING`, and `RANGE_NOT_SATISFIABLE` if the part does not
   * lie within the object.
   */
  read(key: string, range?: ByteRange): AsyncIterable<Uint8Array>
  /** Lengthens the lock. Throws `STORE_LOCK_SHORTENED` if `until` is before the present end, `STORE_OBJECT_MISSING`. */
  extendLock(key: string, until: Date): Promise<StoredObject>
  /** 保全: whether a legal hold lies on the object. Throws `STORE_OBJECT_MISSING`. */
  isHeld(key: string): Promise<boolean>
  /** Lays a legal hold on the object or lifts it, and reads it back; the same again is no error. Throws `STORE_OBJECT_MISSING`. */
  setHold(key: string, isHeld: boolean): Promise<void>
  /**
   * Deletes after the lock has ended. Throws `STORE_OBJECT_LOCKED` before, whoever asks, `STORE_OBJECT_HELD` while a legal hold
   * lies on it, and `STORE_OBJECT_MISSING`.
   */
  remove(key: string): Promise<void>
  /**
   * 彻底删除: deletes every version and every mark below `folder` (ends with `/`), whatever was put over what; nothing there is no
   * error. Throws `STORE_OBJECT_LOCKED`, `STORE_OBJECT_HELD` at the first that is not free; what went before it is gone.
   */
  erase(folder: string): Promise<void>
  /** 不可恢复性验证: everything that is left below `folder` (ends with `/`), hidden or not; nothing after `erase`. */
  traces(folder: string): AsyncIterable<Trace>
  /** Every key that starts with `prefix`, in byte order; of those only what comes after the key `after`, there or not. */
  list(prefix: string, after?: string): AsyncIterable<string>
}
