import { cosignatureKey, renewalKey, renewalPrefix, tokenKey } from './object-keys.ts'
import type { SmallObjects } from './small-objects.ts'

/** What rests in the store beside the checkpoints, all of it locked: tokens, their renewals, lines of witnesses. */
export class CompanionObjects {
  readonly #small: SmallObjects

  constructor(small: SmallObjects) {
    this.#small = small
  }

  /** Writes a token over a checkpoint, locked. Throws `STORE_OBJECT_EXISTS` if the authority has given another one. */
  putToken(size: number, authority: string, token: Uint8Array): Promise<void> {
    return this.#small.put(tokenKey(size, authority), token, true)
  }

  /** The token of an authority over a checkpoint, `undefined` if none was written. */
  readToken(size: number, authority: string): Promise<Uint8Array | undefined> {
    return this.#small.readIfThere(tokenKey(size, authority))
  }

  /** Writes the evidence record that a round of renewal gives a checkpoint, locked. */
  putRenewal(round: number, size: number, record: Uint8Array): Promise<void> {
    return this.#small.put(renewalKey(round, size), record, true)
  }

  /** Whether a round has begun: one that a crash has cut off is never gone on with, for its token was lost. */
  hasRenewals(round: number): Promise<boolean> {
    return this.#small.hasAny(renewalPrefix(round))
  }

  /** The same, read. Throws `STORE_OBJECT_MISSING`. */
  readRenewal(round: number, size: number): Promise<Uint8Array> {
    return this.#small.read(renewalKey(round, size))
  }

  /** Writes the line of a witness under a checkpoint, locked. Throws `STORE_OBJECT_EXISTS` if it has given another one. */
  putCosignature(size: number, witness: string, line: string): Promise<void> {
    return this.#small.put(cosignatureKey(size, witness), Buffer.from(line), true)
  }

  /** The line of a witness under a checkpoint, `undefined` if none was written. */
  async readCosignature(size: number, witness: string): Promise<string | undefined> {
    const line = await this.#small.readIfThere(cosignatureKey(size, witness))
    return line && Buffer.from(line).toString('utf8')
  }
}
