import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { toBase64 } from '#archive-schema/ledger/base64.ts'
import { openCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { GrowingTree } from '#archive-schema/ledger/growing-tree.ts'
import { parseEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { type LedgerTrust, treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { parseNote } from '#archive-schema/ledger/signed-note.ts'
import { leafHash } from '#archive-schema/ledger/tree-hash.ts'

/** A checkpoint of one tree, as somebody has seen it. */
export type SeenCheckpoint = { readonly algorithm: DigestAlgorithm; readonly note: Uint8Array }

/** What the ledger must show, from nothing but bytes: its entries, every checkpoint that was ever seen, and what must stand in it. */
export type LedgerView = {
  readonly trust: LedgerTrust
  /** From the first on, as they rest in the store. */
  readonly entries: readonly Uint8Array[]
  readonly seen: readonly SeenCheckpoint[]
  /** SHA-256 of the statement of every record. */
  readonly statements: readonly string[]
}

/**
 * The ledger has only grown: every checkpoint that was ever seen is signed, and its root is that of the first so many of the present
 * entries. And it holds the statement of every record once, and of nothing else.
 */
export function ledgerFaults(view: LedgerView): string[] {
  const algorithms = ['sha256', 'sm3'] as const
  return [...algorithms.flatMap((algorithm) => rootFaults(view, algorithm)), ...sealFaults(view)]
}

function rootFaults({ trust, entries, seen }: LedgerView, algorithm: DigestAlgorithm): string[] {
  const ofTree = treeTrust(trust, algorithm)
  const checkpoints = seen
    .filter((each) => each.algorithm === algorithm)
    .map(({ note }) => openCheckpoint(parseNote(note), ofTree))
  const bySize = Map.groupBy(checkpoints, ({ size }) => size)
  const tree = new GrowingTree(algorithm, 0, [])
  const faults: string[] = []
  for (const entry of entries) {
    tree.append(leafHash(algorithm, entry))
    const root = toBase64(tree.root())
    const others = (bySize.get(tree.size) ?? []).filter((checkpoint) => toBase64(checkpoint.root) !== root)
    if (others.length > 0) faults.push(`the ${algorithm} checkpoint of ${tree.size} entries is of another ledger`)
  }
  const beyond = [...bySize.keys()].filter((size) => size > entries.length)
  return [
    ...faults,
    ...beyond.map((size) => `the ledger has lost entries: ${size} were signed, ${entries.length} are left`),
  ]
}

function sealFaults({ entries, statements }: LedgerView): string[] {
  const seals = entries.map(parseEntry).flatMap(({ type, sha256 }) => (type === 'seal' ? [sha256] : []))
  const [entered, expected] = [new Set(seals), new Set(statements)]
  return [
    ...(entered.size === seals.length ? [] : [`${seals.length - entered.size} statements are in the ledger twice`]),
    ...statements.filter((one) => !entered.has(one)).map((one) => `statement ${one} is not in the ledger`),
    ...seals.filter((one) => !expected.has(one)).map((one) => `statement ${one} is in the ledger and of no record`),
  ]
}
