import { attempt } from '#archive-schema/attempt.ts'
import { type CopiedObject, type CopyBatch, parseCopyBatch } from '#archive-schema/copies/copy-text.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { findKeptRecord, type KeptRecord } from '#storage/catalogue/kept-objects.ts'
import { insertCopy, setTold } from '#storage/catalogue/object-copies.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { expectedOf } from '../audit/expected-records.ts'

export type AdoptTools = {
  readonly catalogue: Catalogue
  readonly ledger: Ledger
  /** The first store, without repairs. */
  readonly store: ObjectStore
}

/**
 * 副本成为正本: after a loss the second store may have become the first. Its objects are in other versions than 入库 has registered;
 * where a text in the ledger says in which version an object was copied, and it lies in that version here, that is entered.
 */
export async function adoptCopies(tools: AdoptTools): Promise<void> {
  for await (const { text, isProven } of tools.ledger.toldTexts('store')) {
    // Texts about repairs are of this type too, and have another form.
    const batch = await attempt(() => parseCopyBatch(text))
    if (isProven && 'value' in batch) await adoptBatch(tools, batch.value)
  }
}

async function adoptBatch(tools: AdoptTools, { objects, copiedAt }: CopyBatch): Promise<void> {
  const { pool } = tools.catalogue
  let [number, record]: [string?, KeptRecord?] = []
  for (const object of objects) {
    const named = object.key.split('/')[2] ?? ''
    // Objects of one record stand side by side.
    if (named !== number) [number, record] = [named, await findKeptRecord(pool, named)]
    const lockedUntil = record && (await lockOfAdopted(tools.store, record, object))
    if (lockedUntil === undefined) continue
    await insertCopy(pool, 'first', { ...object, number, lockedUntil }, copiedAt)
    await setTold(pool, 'first', [object.key])
  }
}

/** `undefined` for an object that lies here as it was registered, or in a version that is not the copied one either. */
async function lockOfAdopted(store: ObjectStore, record: KeptRecord, object: CopiedObject): Promise<Date | undefined> {
  const expected = expectedOf(record).find(({ key }) => key === object.key)
  if (expected === undefined || expected.version === object.version) return undefined
  const stored = await attempt(() => store.stat(object.key))
  return 'value' in stored && stored.value?.version === object.version ? stored.value.retainUntil : undefined
}
