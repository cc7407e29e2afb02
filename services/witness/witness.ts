import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { type LedgerTreeTrust, parseCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { cosignatureVerifier, cosignedMessage, formatCosignature } from '#archive-schema/ledger/cosignature.ts'
import { judgeCheckpoint, type WitnessVerdict } from '#archive-schema/ledger/judge-checkpoint.ts'
import { treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { spkiOfEd25519 } from '#archive-schema/ledger/note-key.ts'
import type { NoteSignature, SignedNote } from '#archive-schema/ledger/signed-note.ts'
import type { WitnessRequest } from '#archive-schema/ledger/witness-request.ts'
import { keepSeen, readIdentity, readLedgers, readSeen } from './witness-folder.ts'

/** What a witness answers: the text with its own signature alone, or why there is none. */
export type WitnessAnswer =
  | { readonly cosigned: SignedNote }
  | Exclude<WitnessVerdict, { readonly verdict: 'consistent' }>

/** 见证方 (witness): remembers what it saw of each ledger, and cosigns only what goes on from there. */
export class Witness {
  readonly #folder: string
  readonly #name: string
  readonly #key: KeyObject
  readonly #id: Uint8Array
  readonly #clock: () => Date
  /** The end of what is under way for each ledger: judging and keeping is one step. */
  readonly #turns = new Map<string, Promise<unknown>>()

  private constructor(folder: string, name: string, keyPem: string, clock: () => Date) {
    this.#folder = folder
    this.#name = name
    this.#key = createPrivateKey(keyPem)
    const spki = createPublicKey(this.#key).export({ type: 'spki', format: 'der' })
    this.#id = cosignatureVerifier(name, spki.subarray(spkiOfEd25519.length)).id
    this.#clock = clock
  }

  /** Opens the witness of a folder, of which no other process may be the witness at the same time. */
  static async open(folder: string, clock: () => Date): Promise<Witness> {
    const { name, keyPem } = await readIdentity(folder)
    return new Witness(folder, name, keyPem, clock)
  }

  /** Judges a checkpoint and cosigns it if it is consistent; it is kept before this resolves. Throws `EVIDENCE_INVALID`. */
  addCheckpoint(request: WitnessRequest): Promise<WitnessAnswer> {
    const { origin } = parseCheckpoint(request.checkpoint.text)
    const before = this.#turns.get(origin) ?? Promise.resolve()
    const turn = before.then(() => this.#judgeAndKeep(origin, request))
    const settled = turn.then(
      () => undefined,
      // Told to who asked; the next request does not depend on it.
      () => undefined,
    )
    this.#turns.set(origin, settled)
    return turn
  }

  /** The checkpoint that was cosigned last. */
  seen(origin: string): Promise<SignedNote | undefined> {
    return readSeen(this.#folder, origin)
  }

  async #judgeAndKeep(origin: string, request: WitnessRequest): Promise<WitnessAnswer> {
    const seen = await this.seen(origin)
    const last = seen === undefined ? undefined : parseCheckpoint(seen.text)
    const verdict = await judgeCheckpoint(request, await this.#trustIn(origin), last)
    if (verdict.verdict !== 'consistent') return verdict
    const { text, signatures } = request.checkpoint
    const cosignature = this.#cosign(text)
    const others = signatures.filter(({ name }) => name !== this.#name)
    await keepSeen(this.#folder, origin, { text, signatures: [...others, cosignature] })
    return { cosigned: { text, signatures: [cosignature] } }
  }

  async #trustIn(origin: string): Promise<LedgerTreeTrust | undefined> {
    const trust = (await readLedgers(this.#folder)).find((ledger) => ledger.origin === origin)
    return trust === undefined ? undefined : treeTrust(trust, 'sha256')
  }

  #cosign(text: string): NoteSignature {
    const seconds = BigInt(Math.floor(this.#clock().getTime() / 1000))
    const signature = sign(null, cosignedMessage(text, seconds), this.#key)
    return { name: this.#name, id: this.#id, signature: formatCosignature({ seconds, signature }) }
  }
}
