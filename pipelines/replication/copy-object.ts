import { rm } from 'node:fs/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { insertCopy } from '#storage/catalogue/object-copies.ts'
import { claimRetention } from '#storage/catalogue/retention.ts'
import { fetchObject } from '#storage/objects/fetch-object.ts'
import { followProtection } from '#storage/objects/follow-protection.ts'
import { existing } from '#storage/objects/lock-rules.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import type { ExpectedObject } from '../audit/expected-object.ts'

export type CopyTools = {
  readonly catalogue: Catalogue
  readonly first: ObjectStore
  readonly second: ObjectStore
  /** Folder of files on their way into the second store. */
  readonly scratch: string
  readonly now: () => Date
}

/**
 * 复制: one object into the second store, locked there at least as long as here, and held if it is held here. What was read is
 * compared with all that was registered of it before it is written, and read back after that. Lock and hold are taken over while nobody
 * marks the objects of the record: no hold comes or goes in between. The same again is no error. Resolves to its bytes.
 * Throws `FIXITY_STORE_DIFFERS` when the first store does not hold what was registered, `STORE_OBJECT_EXISTS` when the second
 * holds something else, `STORE_OBJECT_MISSING`, `STORE_UNAVAILABLE`.
 */
export async function copyObject(tools: CopyTools, expected: ExpectedObject): Promise<number> {
  const { key, number, hold } = expected
  const { catalogue, first, second, scratch, now } = tools
  const stored = existing(key, await first.stat(key))
  const { path, fixity } = await fetchObject(first, key, scratch)
  try {
    for (const registered of expected.registered) demandSame(key, registered, fixity)
    const copy = await second.put(key, { path, fixity }, stored.retainUntil)
    await catalogue.transact(async (transaction) => {
      if (hold !== undefined) await claimRetention(transaction, [hold.number])
      const { version, retainUntil: lockedUntil } = await followProtection(second, copy, { store: first, key })
      await insertCopy(transaction, 'second', { key, number, ...fixity, version, lockedUntil }, now())
    })
  } finally {
    await rm(path, { force: true })
  }
  return fixity.bytes
}

function demandSame(
  file: string,
  { place, sha256, bytes }: ExpectedObject['registered'][number],
  found: { readonly sha256: string; readonly bytes: number },
): void {
  if (sha256 === found.sha256 && (bytes === undefined || bytes === found.bytes)) return
  throw new ArchiveError({
    ...{ code: 'FIXITY_STORE_DIFFERS', file },
    ...{ expected: `${place} ${sha256}`, found: `${found.bytes} B ${found.sha256}` },
  })
}
