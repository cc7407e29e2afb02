import { attempt } from '#archive-schema/attempt.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import type { Archive } from '#services/open-archive.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { rows, sql } from '#storage/catalogue/sql.ts'
import { measureObject } from '#storage/content/object-meter.ts'

/** Every record that counts as archived. */
export async function allRecords({ catalogue }: Pick<Archive, 'catalogue'>): Promise<PreservedRecord[]> {
  const found = await rows<{ number: string }>(
    catalogue.pool,
    sql`select number from record where preserved_at is not null order by number`,
  )
  return Promise.all(found.map(({ number }) => requireRecord(catalogue, number)))
}

/** Keys of the objects of records. */
export function keysOf(records: readonly PreservedRecord[]): Set<string> {
  return new Set(records.flatMap((record) => objectsOf(record).map(({ key }) => key)))
}

/**
 * What is wrong with a record that counts as archived: an object that is not what the catalogue says, that is not locked as long as it
 * says, or evidence that does not hold, the place in the ledger included.
 */
export async function recordFaults(archive: Archive, record: PreservedRecord): Promise<string[]> {
  const faults: string[] = []
  for (const object of objectsOf(record)) {
    const stored = await attempt(() => archive.store.stat(object.key))
    const found = 'value' in stored ? stored.value : undefined
    if (found === undefined) faults.push(`${object.key} is not in the store`)
    else {
      const { sha256, bytes } = await measureObject(archive.store.read(object.key))
      if (sha256 !== object.sha256 || bytes !== object.bytes) faults.push(`${object.key} is not what was archived`)
      if (found.retainUntil < new Date(record.objects.lockedUntil))
        faults.push(`${object.key} is not locked to its end`)
    }
  }
  const { ok, steps, pending } = await verifyStored(archive, record)
  const failed = steps.filter((step) => !step.ok).map(({ step, detail }) => `${step}: ${detail}`)
  if (!ok) faults.push(`${record.number} does not verify: ${failed.join('; ')}`)
  if (pending.includes('ledger')) faults.push(`${record.number} is not in the ledger`)
  return faults
}

function objectsOf({ objects }: PreservedRecord) {
  const { package: sealed, evidence, text } = objects
  return [sealed, evidence, ...(text === undefined ? [] : [text])]
}
