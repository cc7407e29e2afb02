import { ArchiveError } from '#archive-schema/archive-error.ts'
import { formatSignature } from '#archive-schema/ledger/signed-note.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { cosignaturesOf, insertCosignature } from '#storage/catalogue/checkpoint-cosignatures.ts'
import type { PublishedCheckpoint } from '#storage/catalogue/ledger-states.ts'
import type { WitnessAddress } from '#storage/witnesses/ask-witness.ts'
import { cosignCheckpoint } from '#storage/witnesses/cosign-checkpoint.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerObjects } from './ledger-objects.ts'

/** What asking witnesses works with. */
export type WitnessTools = {
  readonly catalogue: Catalogue
  readonly ledger: Ledger
  readonly objects: LedgerObjects
  readonly witnesses: readonly WitnessAddress[]
  readonly now: () => Date
}

/** A witness that gave no line, and why. */
export type WitnessFault = { readonly witness: string; readonly error: ArchiveError }

/** 见证方 of the checkpoints: asked for their lines, which rest locked in the store. */
export class CheckpointWitnesses {
  readonly #tools: WitnessTools

  constructor(tools: WitnessTools) {
    this.#tools = tools
  }

  /**
   * Has every witness cosign the newest checkpoint that has not done so. One that fails stops nothing; it is asked again under the
   * next one. Resolves to those that failed.
   */
  async cosign(): Promise<WitnessFault[]> {
    const { catalogue, ledger, witnesses } = this.#tools
    const newest = witnesses.length === 0 ? undefined : await ledger.newest()
    if (newest === undefined) return []
    const signed = new Set((await cosignaturesOf(catalogue.pool, newest.size)).map(({ witness }) => witness))
    const faults: WitnessFault[] = []
    for (const witness of witnesses) {
      if (signed.has(witness.verifier.name)) continue
      try {
        await this.#cosignBy(witness, newest)
      } catch (error) {
        if (!isOfWitness(error)) throw error
        faults.push({ witness: witness.verifier.name, error })
      }
    }
    return faults
  }

  async #cosignBy(witness: WitnessAddress, checkpoint: PublishedCheckpoint): Promise<void> {
    const { catalogue, ledger, objects, now } = this.#tools
    const [{ size }, { name }] = [checkpoint, witness.verifier]
    const held = await objects.companions.readCosignature(size, name)
    const line = held ?? formatSignature(await cosignCheckpoint(ledger, checkpoint, witness))
    if (held === undefined) await objects.companions.putCosignature(size, name, line)
    await insertCosignature(catalogue.pool, { size, witness: name, line, cosignedAt: now() })
  }
}

const witnessFaults: readonly string[] = [
  'WITNESS_UNAVAILABLE',
  'WITNESS_REFUSES',
  'SIGNATURE_INVALID',
  'EVIDENCE_INVALID',
]

function isOfWitness(error: unknown): error is ArchiveError {
  return error instanceof ArchiveError && witnessFaults.includes(error.code)
}
