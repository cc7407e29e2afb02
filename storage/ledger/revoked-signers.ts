import type { KeyEvent } from '#archive-schema/ledger/key-event.ts'
import { keyEventsIn } from '#archive-schema/ledger/key-text.ts'
import type { SignerEnds } from '../keys/signer-ends.ts'
import type { LedgerObjects } from './ledger-objects.ts'

/**
 * 撤销的签名证书 as the texts of the ledger tell of them now: also what another process or machine has revoked since this one
 * began. Each text is read once.
 */
export class RevokedSigners {
  readonly #objects: LedgerObjects
  /** By the key of the text. */
  readonly #events = new Map<string, readonly KeyEvent[]>()

  constructor(objects: LedgerObjects) {
    this.#objects = objects
  }

  /**
   * Of each revoked certificate (SHA-256) the lowest index from which what it signed does not count. Throws `EVIDENCE_INVALID`
   * for a text that is no key event.
   */
  async ends(): Promise<SignerEnds> {
    for await (const { key, read } of this.#objects.textsByKey('key'))
      if (!this.#events.has(key)) this.#events.set(key, keyEventsIn(await read()))
    const revoked = [...this.#events.values()].flat().filter(({ act }) => act === 'revoke')
    // Of several entries of one certificate a map keeps the last.
    return new Map(revoked.toSorted((a, b) => b.from - a.from).map(({ certificate, from }) => [certificate, from]))
  }
}
