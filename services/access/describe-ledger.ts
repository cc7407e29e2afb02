import type { Archive } from '../open-archive.ts'

/** 账本 as it is told: its name, how many entries its trees have, how many wait, and its newest checkpoint. */
export type LedgerDescription = {
  readonly origin: string
  readonly committed: number
  readonly waiting: number
  /** Roots in base64. */
  readonly checkpoint?: {
    readonly size: number
    readonly roots: { readonly sha256: string; readonly sm3: string }
    readonly publishedAt: string
  }
}

/** Where the ledger stands. */
export async function describeLedger({ ledger }: Pick<Archive, 'ledger'>): Promise<LedgerDescription> {
  const [newest, counts] = await Promise.all([ledger.newest(), ledger.counts()])
  const { origin } = ledger.trust
  if (newest === undefined) return { origin, ...counts }
  const { size, roots, publishedAt } = newest
  return { origin, ...counts, checkpoint: { size, roots, publishedAt: publishedAt.toISOString() } }
}
