import { formatCopyBatch } from '#archive-schema/copies/copy-text.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { hasWorthTelling, setTold, untoldCopies } from '#storage/catalogue/object-copies.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'

const mostInText = 5_000

/**
 * 副本登记: locks texts that name the copies that no text has named, and queues their entries. What only the growth of the ledger
 * by such texts has brought waits for the next that is worth one: else it would never end. Resolves to the number of texts.
 */
export async function tellCopies(tools: {
  readonly catalogue: Catalogue
  readonly ledger: Ledger
  readonly place: string
  readonly now: () => Date
}): Promise<number> {
  const { catalogue, ledger, place, now } = tools
  for (let texts = 0; ; texts += 1) {
    if (!(await hasWorthTelling(catalogue.pool, 'second'))) return texts
    const objects = await untoldCopies(catalogue.pool, 'second', mostInText)
    const text = formatCopyBatch({ store: 'second', place, copiedAt: now(), objects })
    const keys = objects.map(({ key }) => key)
    await ledger.enter('store', text, (transaction) => setTold(transaction, 'second', keys))
  }
}
