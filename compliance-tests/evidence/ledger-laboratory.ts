import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { type Checkpoint, originOf, signCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { entryOf, formatEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { formatLedgerTrust, type LedgerTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { MemoryTree } from '#archive-schema/ledger/memory-tree-trial.ts'
import type { NoteSigner } from '#archive-schema/ledger/note-key.ts'
import { formatProof, proofNames } from '#archive-schema/ledger/tlog-proof.ts'
import { openLedgerKeys } from '#storage/keys/ledger-keys.ts'
import { type Laboratory, openLaboratory } from './laboratory.ts'

/** How proofs are made: as they should be, unless a test wants something else. */
export type ProofWishes = {
  /** Entries of the trees. */
  readonly size?: number
  /** Where the statement stands. */
  readonly index?: number
  /** Which entry is proved. */
  readonly proved?: number
  readonly change?: (checkpoint: Checkpoint) => Checkpoint
  readonly owner?: LedgerOwner
}

/** Who runs a ledger. */
export type LedgerOwner = {
  readonly trust: LedgerTrust
  signers(algorithm: (typeof digestAlgorithms)[number]): readonly NoteSigner[]
}

/** A laboratory whose record stands in a ledger with an Ed25519 and an SM2 key. */
export type LedgerLaboratory = Laboratory & {
  /** Somebody else's ledger, of the same name. */
  readonly stranger: LedgerOwner
  /** Writes proofs of the record's statement, as it now is, into its evidence; of one tree or of both. */
  prove(
    record: string,
    wishes?: ProofWishes,
    algorithms?: typeof digestAlgorithms | readonly ['sha256' | 'sm3'],
  ): Promise<void>
}

const origin = 'archive.example/ledger'
const usual = { size: 70, index: 41 }

export async function openLedgerLaboratory(): Promise<LedgerLaboratory> {
  const laboratory = await openLaboratory('ecdsa-p256')
  const [owner, stranger] = [
    await makeOwner(join(laboratory.record, '../own')),
    await makeOwner(join(laboratory.record, '../other')),
  ]
  const prove: LedgerLaboratory['prove'] = async (record, wishes = {}, algorithms = digestAlgorithms) => {
    for (const algorithm of algorithms) {
      const bytes = await makeProof(await readFile(join(record, 'evidence', 'statement.txt')), algorithm, {
        owner,
        ...wishes,
      })
      await writeFile(join(record, 'evidence', proofNames[algorithm]), bytes)
    }
  }
  for (const [name, bytes] of formatLedgerTrust(owner.trust))
    await writeFile(join(laboratory.record, 'trust', name), bytes)
  await prove(laboratory.record)
  return { ...laboratory, stranger, prove }
}

async function makeOwner(dataDir: string): Promise<LedgerOwner> {
  const keys = await openLedgerKeys({ dataDir, origin })
  return { trust: keys.trust, signers: (algorithm) => keys.signers[algorithm] }
}

async function makeProof(
  statement: Uint8Array,
  algorithm: (typeof digestAlgorithms)[number],
  {
    size = usual.size,
    index = usual.index,
    proved = index,
    change = (same) => same,
    owner,
  }: ProofWishes & { owner: LedgerOwner },
): Promise<Uint8Array> {
  const tree = new MemoryTree(algorithm)
  for (let i = 0; i < size; i += 1)
    tree.append(formatEntry(entryOf('seal', i === index ? statement : Buffer.from(`another ${i}`))))
  const checkpoint = change({ origin: originOf(origin, algorithm), size, root: await tree.at(size).root() })
  return formatProof(algorithm, {
    index: proved,
    hashes: await tree.at(size).inclusionProof(proved),
    checkpoint: await signCheckpoint(checkpoint, owner.signers(algorithm)),
  })
}
