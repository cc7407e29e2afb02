import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isIncluded } from '#archive-schema/ledger/inclusion-proof.ts'
import { formatEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { leafHash } from '#archive-schema/ledger/tree-hash.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { type Archive, openArchive } from '#services/open-archive.ts'
import { entriesFrom, type PlacedEntry } from '#storage/catalogue/ledger-entries.ts'
import { run, sql } from '#storage/catalogue/sql.ts'
import { LedgerObjects } from '#storage/ledger/ledger-objects.ts'
import { TileCache } from '#storage/ledger/tile-cache.ts'
import { removeArchive } from './bench-archive.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import type { Figure } from './figure.ts'

/** How fast the ledger grows, and how fast it proves an entry when it is large. */
export const ledger: Benchmark = {
  name: 'ledger',
  title:
    'ledger of 1,000,000 entries in embedded PostgreSQL and WORM folder: both trees, tiles locked, checkpoints signed',
  run: measureLedger,
}

const rounds = 5
const entriesARound = 200_000
const proofsARound = 400
const goalAppends = 5_000
const goalProofMs = 1

async function measureLedger({ note, signal }: BenchmarkTools): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-bench-'))
  const environment = { DATA_DIR: join(folder, 'data'), RECOGNITION: 'false', LOG_LEVEL: 'silent' }
  const archive = await openArchive(readConfig(environment), openLog('silent'))
  try {
    const appends: number[] = []
    for (let round = 0; round < rounds; round++) {
      signal.throwIfAborted()
      note(`ledger: round ${round + 1} of ${rounds}`)
      await queueEntries(archive, round * entriesARound)
      const ms = await durationOf(() => archive.ledger.publish())
      appends.push(entriesARound / (ms / 1000))
    }
    const { inclusion, files } = await measureProofs(archive, signal)
    return [
      { subject: 'appended', unit: 'entries/s', rounds: appends, beside: [{ name: 'goal', rounds: [goalAppends] }] },
      {
        subject: 'proof of inclusion',
        unit: 'ms',
        rounds: inclusion,
        beside: [{ name: 'goal', rounds: [goalProofMs] }],
      },
      { subject: 'proof files of both trees', unit: 'ms', rounds: files },
    ]
  } finally {
    await archive.close()
    await removeArchive(folder, environment.DATA_DIR)
  }
}

/** Entries that stand for statements; PostgreSQL makes them, for it is their appending that is measured. */
async function queueEntries({ catalogue }: Archive, from: number): Promise<void> {
  const digest = (salt: string) => sql`encode(sha256(convert_to(${salt} || i, 'UTF8')), 'hex')`
  await run(
    catalogue.pool,
    sql`insert into ledger_entry (type, sha256, sm3, queued_at) select 'seal', ${digest('a')}, ${digest('b')}, now()
        from generate_series(${from}::integer, ${from + entriesARound - 1}::integer) i`,
  )
}

/** Proofs of entries all over the log, each checked; time of making them only. */
async function measureProofs(archive: Archive, signal: AbortSignal) {
  const { size, roots } = (await archive.ledger.newest()) ?? { size: 0, roots: { sha256: '' } }
  const root = Buffer.from(roots.sha256, 'base64')
  const objects = new LedgerObjects(archive.store, join(archive.config.dataDir, 'ledger'), archive.now)
  const tree = new TileCache(objects).tree('sha256', size)
  const [inclusion, files]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    signal.throwIfAborted()
    const entries = await someEntries(archive, size, round)
    const proofs: Uint8Array[][] = []
    const ms = await durationOf(async () => {
      for (const { place } of entries) proofs.push(await tree.inclusionProof(place))
    })
    inclusion.push(ms / entries.length)
    const isRight = entries.every(({ entry, place }, i) => {
      const leaf = leafHash('sha256', formatEntry(entry))
      return isIncluded('sha256', { leaf, index: place, size, root }, proofs[i] ?? [])
    })
    if (!isRight) throw new Error('a proof is not right')
    const both = await durationOf(async () => {
      for (const { entry } of entries) await archive.ledger.prove(entry)
    })
    files.push(both / entries.length)
  }
  return { inclusion, files }
}

async function someEntries({ catalogue }: Archive, size: number, round: number): Promise<PlacedEntry[]> {
  const step = Math.floor(size / proofsARound)
  const found: PlacedEntry[] = []
  for (let i = 0; i < proofsARound; i++)
    found.push(...(await entriesFrom(catalogue.pool, Math.floor(((i + 0.2 * round) % proofsARound) * step), 1)))
  return found
}

async function durationOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
