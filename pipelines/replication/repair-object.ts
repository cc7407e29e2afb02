import { rm } from 'node:fs/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ObjectFault, ObjectFaultKind } from '#archive-schema/copies/object-fault.ts'
import { formatRepair, type Repair } from '#archive-schema/copies/repair-text.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { countRepairs, insertRepair } from '#storage/catalogue/object-repairs.ts'
import { whileRecordStays } from '#storage/catalogue/records.ts'
import { recordOfRowsKey } from '#storage/journal/journal-objects.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'
import { fetchObject } from '#storage/objects/fetch-object.ts'
import { followProtection } from '#storage/objects/follow-protection.ts'
import { existing } from '#storage/objects/lock-rules.ts'
import { repairedPlace } from '#storage/objects/repaired-store.ts'
import { type Checked, type CheckTools, checkObject } from '../audit/check-object.ts'
import type { ExpectedObject } from '../audit/expected-object.ts'

export type RepairTools = {
  readonly catalogue: Catalogue
  readonly ledger: Ledger
  readonly scratch: string
  readonly now: () => Date
  /** The store that is looked at, and the one that may have the good bytes. */
  readonly target: CheckTools
  readonly source: CheckTools
}

/** Faults of bytes, which the other copy can make good; what was registered and locks are not made good by bytes. */
const reparable: readonly ObjectFaultKind[] = [
  'changed',
  'truncated',
  'lengthened',
  'swapped',
  'missing',
  'disturbed',
  'version',
  'unreadable',
]

/** Faults of locks and holds. */
const ofProtection: readonly ObjectFaultKind[] = ['unlocked', 'unheld', 'held']

/**
 * 修复: makes an object of one store good from the other one. Both are read twice, and what was found is locked and entered in the
 * ledger. Bad bytes are never written over: they are locked, and evidence. The good ones get a place of their own beside them, or the
 * key itself where nothing is. Resolves to `undefined` for an object that needs no repair, and for one of a record that was destroyed
 * meanwhile: what goes for good is not brought back.
 * Throws `STORE_COPIES_BAD` when the other copy is not good either, or when nobody can say which is; `STORE_UNAVAILABLE`.
 */
export async function repairObject(tools: RepairTools, expected: ExpectedObject): Promise<Repair | undefined> {
  const bad = await readTwice(tools.target, expected)
  const faults = bad[1].faults
  if (bad[0].faults.length === 0 || faults.length === 0) return undefined
  const ofBytes = faults.filter(({ kind }) => !ofProtection.includes(kind))
  if (ofBytes.length === 0) return undefined
  const beyond = ofBytes.find(({ kind }) => !reparable.includes(kind))
  if (beyond !== undefined) throw refused(expected, [beyond])
  const good = await readTwice(tools.source, copyOf(expected))
  const other = good.flatMap((reading) => reading.faults)
  if (other.length > 0) throw refused(expected, [...faults, ...other])
  const readings = { bad: texts(bad), good: texts(good) }
  return whileRecordStays(tools.catalogue, expected.number ?? recordOfRowsKey(expected.key), () =>
    writeGood(tools, expected, readings),
  )
}

/** The other store holds the same bytes, in a version of its own. */
function copyOf({ key, number, registered, isEvidence = false }: ExpectedObject): ExpectedObject {
  return { key, registered, isEvidence, ...(number === undefined ? {} : { number }) }
}

async function readTwice(tools: CheckTools, expected: ExpectedObject): Promise<readonly [Checked, Checked]> {
  return [await checkObject(tools, expected), await checkObject(tools, expected)]
}

function texts([first, second]: readonly [Checked, Checked]): [string, string] {
  return [textOf(first), textOf(second)]
}

function textOf({ faults, found }: Checked): string {
  const seen = found === undefined ? 'nothing' : `${found.bytes} B sha256:${found.sha256}`
  return [...faults.map(({ kind }) => kind), seen].join(', ')
}

async function writeGood(
  { catalogue, ledger, scratch, now, target, source }: RepairTools,
  expected: ExpectedObject,
  readings: Pick<Repair, 'bad' | 'good'>,
): Promise<Repair> {
  const { key } = expected
  const from = await source.kept.open()
  const bare = await target.kept.openBare()
  const { retainUntil } = existing(key, await from.stat(key))
  const place = await freePlace(catalogue, target, key, readings.bad)
  const { path, fixity } = await fetchObject(from, key, scratch)
  try {
    const isGood = expected.registered.every(({ sha256 }) => sha256 === fixity.sha256)
    if (!isGood) throw new ArchiveError({ code: 'STORE_COPIES_BAD', file: key, found: `sha256:${fixity.sha256}` })
    const until = new Date(Math.max(retainUntil.getTime(), expected.lockedUntil?.getTime() ?? 0))
    const put = await bare.put(place, { path, fixity }, until)
    const { version } = await followProtection(bare, put, { store: from, key })
    const stores = { store: target.kept.name, source: source.kept.name }
    const { bytes, sha256, sm3 } = fixity
    const repair = { ...stores, ...readings, repairedAt: now(), key, place, version, bytes, digests: { sha256, sm3 } }
    await enter(ledger, repair)
    await target.kept.places.refresh()
    return repair
  } finally {
    await rm(path, { force: true })
  }
}

/** The key itself where nothing is; else a new place, for what is there is locked. */
async function freePlace(
  { pool }: Catalogue,
  { kept }: CheckTools,
  key: string,
  bad: readonly [string, string],
): Promise<string> {
  const isEmpty = bad.every((text) => text === 'missing, nothing') && (await kept.places.of(key)) === key
  return isEmpty ? key : repairedPlace((await countRepairs(pool, kept.name, key)) + 1, key)
}

async function enter(ledger: Ledger, repair: Repair): Promise<void> {
  const { store, key, place, repairedAt } = repair
  await ledger.enter('store', formatRepair(repair), (transaction, { sha256: textSha256 }) =>
    insertRepair(transaction, { store, key, place, textSha256, repairedAt }),
  )
}

function refused({ key }: ExpectedObject, faults: readonly ObjectFault[]): ArchiveError {
  const found = faults.map(({ kind, found: seen }) => `${kind} (${seen})`).join('; ')
  return new ArchiveError({ code: 'STORE_COPIES_BAD', file: key, found })
}
