import { type KeyEvent, parseKeyEvent } from '#archive-schema/ledger/key-event.ts'
import type { SignerEnds } from '../keys/signer-ends.ts'
import type { LedgerObjects } from './ledger-objects.ts'

/**
 * 撤销的签名证书 as the texts of the ledger tell of them now: also what another process or machine has revoked since this one
 * began. Each text is read once.
 */
export class RevokedSigners {
  readonly #objects: LedgerObjects
  readonly #events = new Map<string, KeyEvent>()

  constructor(objects: LedgerObjects) {
    this.#objects = objects
  }

  /**
   * Of each revoked certificate (SHA-256) the lowest index from which what it signed does not count. Throws `EVIDENCE_INVALID`
   * for a text that is no key event.
   */
  async ends(): Promise<SignerEnds> {
    for await (const { key, read } of this.#objects.textsByKey('key'))
      if (!this.#events.has(key)) this.#events.set(key, parseKeyEvent(await read()))
    const revoked = [...this.#events.values()].filter(({ act }) => act === 'revoke')
    // Of several entries of one certificate a map keeps the last.
    return new Map(revoked.toSorted((a, b) => b.from - a.from).map(({ certificate, from }) => [certificate, from]))
  }
}
