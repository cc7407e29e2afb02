import { randomBytes } from 'node:crypto'
import { describeFaults } from '#archive-schema/fault.ts'
import { rebuildArchive } from '#services/access/rebuild-archive.ts'
import type { Archive } from '#services/open-archive.ts'
import { type Catalogue, openCatalogue } from '#storage/catalogue/catalogue.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { outliving, rebuiltRows } from '../../kept-rows.ts'

/**
 * 重建目录: what a catalogue that is rebuilt from the store alone holds otherwise than the one that lives, row by row. Nobody else may be at
 * work on the archive. A database with faults is left for who wants to look at it.
 */
export async function rebuildFaults(archive: Archive): Promise<string[]> {
  const { catalogue, config, journal: objects, log } = archive
  await writeJournal({ catalogue, objects })
  const database = await emptyDatabase(catalogue)
  const { faults } = await rebuildArchive(config, log, { databaseUrl: database.url, isCatchUp: false }, () => {})
  const rebuilt = await openCatalogue(database.url)
  const differing = await Promise.all([outliving(archive), rebuiltRows({ catalogue: rebuilt })])
    .then(([living, made]) => tableFaults(living, made))
    .finally(() => rebuilt.close())
  const found = [...faults.map((fault) => `rebuild: ${describeFaults([fault], 'en')}`), ...differing]
  if (found.length === 0) await database.drop()
  return found
}

type Tables = Readonly<Record<string, readonly string[]>>

/** Tables whose rows are not the same, each with how many, and one of them. */
export function tableFaults(living: Tables, rebuilt: Tables): string[] {
  return Object.keys({ ...living, ...rebuilt }).flatMap((table) => {
    const [before, after] = [new Set(living[table]), new Set(rebuilt[table])]
    const [lost, invented] = [before.difference(after), after.difference(before)]
    const example = [...lost, ...invented][0]
    if (example === undefined) return []
    return [`rebuilt ${table}: ${lost.size} rows are missing, ${invented.size} are other ones, e.g. ${example}`]
  })
}

async function emptyDatabase({ pool, connectionString }: Catalogue) {
  const name = `rebuilt_${randomBytes(6).toString('hex')}`
  await pool.query(`create database ${name} template template0`)
  const url = new URL(connectionString)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => pool.query(`drop database ${name} with (force)`) }
}
