import type { StoreName } from '#archive-schema/copies/store-name.ts'
import { copiesOf } from '#storage/catalogue/object-copies.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import type { ExpectedObject } from './expected-object.ts'
import { expectedCopy } from './expected-records.ts'

/**
 * Objects of records as they ought to rest in a store. In the second only those that were copied; in the first all, those that came
 * there as copies in the version of the copy.
 */
export async function expectedInStore(
  runner: SqlRunner,
  store: StoreName,
  objects: readonly ExpectedObject[],
): Promise<ExpectedObject[]> {
  const keys = objects.map(({ key }) => key)
  const copies = await copiesOf(runner, store, keys)
  return objects.flatMap((object) => {
    const copy = copies.get(object.key)
    if (copy === undefined) return store === 'first' ? [object] : []
    return [store === 'first' ? { ...object, version: copy.version } : expectedCopy(object, copy)]
  })
}
