import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#services/config.ts'
import { rows, type SqlRunner, sql } from '#storage/catalogue/sql.ts'
import { openS3Place } from '#storage/objects/s3-place.ts'
import { listVersions } from '#storage/objects/s3-version-list.ts'

/** A name in a store as it lies there, whatever the product makes of it, and how often there is something under it. */
export type StoredName = { readonly key: string; readonly versions: number; readonly markers: number }

/** Everything that lies in the store: files of the WORM folder, or all versions and delete markers of the bucket. */
export async function storedNames({ s3, dataDir }: Pick<Config, 's3' | 'dataDir'>): Promise<StoredName[]> {
  if (s3 === undefined) return filesIn(join(dataDir, 'store', 'objects'))
  const names = new Map<string, StoredName>()
  for await (const { key, isMarker } of listVersions(openS3Place(s3), '')) {
    const { versions = 0, markers = 0 } = names.get(key) ?? {}
    names.set(key, { key, versions: versions + (isMarker ? 0 : 1), markers: markers + (isMarker ? 1 : 0) })
  }
  return [...names.values()]
}

async function filesIn(folder: string): Promise<StoredName[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => ({ key: join(entry.parentPath, entry.name).slice(folder.length + 1), versions: 1, markers: 0 }))
}

/** What a check of names came to; `leftovers` are no faults: what a killed writer may leave, and what stays then. */
export type NameCheck = { readonly faults: string[]; readonly leftovers: string[] }

/** Below these lies what is no record: ledger, segments of the journal, and the probes of the WORM proof. */
const otherPrefixes = ['ledger/', 'journal/', 'worm-proof/']
/** A file that was being written to a WORM folder when its writer was killed. */
const unfinishedFile = /(^|\/)\.incoming-[0-9a-f]{32}$/

/** What must lie in the store: the objects of all archived records, and the rows of records in the journal. */
export type ExpectedNames = {
  readonly keys: ReadonlySet<string>
  /** Announced rows, which a killed writer may or may not have stored. */
  readonly announced?: ReadonlySet<string>
}

/** The rows of records in the journal, as they are registered. */
export async function journaledNames(runner: SqlRunner): Promise<Required<ExpectedNames>> {
  const found = await rows<{ key: string; is_named: boolean }>(
    runner,
    sql`select key, is_named from journal_object where number is not null`,
  )
  const keysWhere = (isNamed: boolean) => new Set(found.filter((row) => row.is_named === isNamed).map(({ key }) => key))
  return { keys: keysWhere(true), announced: keysWhere(false) }
}

/** Everything that is expected is there, and nothing else. */
export function checkNames(names: readonly StoredName[], { keys, announced = new Set() }: ExpectedNames): NameCheck {
  const ofRecords = names.filter(({ key }) => !otherPrefixes.some((prefix) => key.startsWith(prefix)))
  const present = new Set(ofRecords.map(({ key }) => key))
  const strange = ofRecords.filter(({ key }) => !keys.has(key) && !announced.has(key))
  const [unfinished, unknown] = [
    strange.filter(({ key }) => unfinishedFile.test(key)),
    strange.filter(({ key }) => !unfinishedFile.test(key)),
  ]
  return {
    faults: [
      ...[...keys].filter((key) => !present.has(key)).map((key) => `${key} is not in the store`),
      ...unknown.map(({ key }) => `${key} is in the store, and no record has it`),
      ...ofRecords.flatMap(({ key, markers }) => (markers > 0 ? [`${key} is hidden by a delete marker`] : [])),
    ],
    leftovers: [
      ...unfinished.map(({ key }) => `${key}: unfinished file`),
      ...ofRecords.flatMap(({ key, versions }) => (versions > 1 ? [`${key}: ${versions} versions of the same`] : [])),
    ],
  }
}
