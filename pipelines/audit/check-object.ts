import type { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import type { ObjectFault, ObjectFaultKind } from '#archive-schema/copies/object-fault.ts'
import type { ObjectFixity } from '#archive-schema/fixity.ts'
import type { EnteredEntries } from '#storage/catalogue/entered-entries.ts'
import { ownersOfDigest } from '#storage/catalogue/kept-objects.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import type { KeptStore } from '#storage/objects/kept-store.ts'
import type { StoredObject } from '#storage/objects/object-store.ts'
import { readSeal } from '../preservation/read-seal.ts'
import { protectionFaults } from './check-protection.ts'
import { type ExpectedObject, faultOf, type Registered } from './expected-object.ts'

export type CheckTools = {
  readonly runner: SqlRunner
  readonly kept: KeptStore
  /** Size and SHA-256 of what lies under a key. Throws `STORE_OBJECT_MISSING`. */
  readonly measure: (key: string) => Promise<ObjectFixity>
  readonly entered: EnteredEntries
}

/** What was found of an object: faults, and what was read. */
export type Checked = { readonly faults: readonly ObjectFault[]; readonly found: ObjectFixity | undefined }

/** 核查: compares one object of a store with what was registered of it. Throws `STORE_UNAVAILABLE`. */
export async function checkObject(tools: CheckTools, expected: ExpectedObject): Promise<Checked> {
  const { kept, measure } = tools
  const place = await kept.places.of(expected.key)
  const bare = await kept.openBare()
  const stored = await attempt(() => bare.stat(place))
  const read = await attempt(() => measure(place))
  const found = 'value' in read ? read.value : undefined
  if (found === undefined) return { faults: [...catalogueFaults(expected, found), missing(expected, read)], found }
  const bytes = await bytesFaults(tools, expected, found)
  const faults = [
    ...catalogueFaults(expected, found),
    ...bytes,
    ...('refusal' in stored ? [disturbed(expected, stored.refusal)] : await placeFaults(tools, expected, stored.value)),
    ...(bytes.length === 0 ? await sealFaults(tools, expected) : []),
  ]
  return { faults, found }
}

function missing(expected: ExpectedObject, read: Awaited<ReturnType<typeof attempt<unknown>>>): ObjectFault {
  const isGone = 'refusal' in read && read.refusal.code === 'STORE_OBJECT_MISSING'
  const found = 'refusal' in read ? read.refusal.message : '∅'
  return faultOf(expected, isGone ? 'missing' : 'unreadable', describe(expected.registered[0]), found)
}

/** What was registered at one time stands in several places, none of which may have been changed alone. */
function catalogueFaults(expected: ExpectedObject, found: ObjectFixity | undefined): ObjectFault[] {
  const [first, ...others] = expected.registered
  const other = others.find((registered) => !agree(first, registered))
  if (other === undefined) return []
  const seen = found === undefined ? '∅' : describe({ place: '存储', ...found })
  return [faultOf(expected, 'catalogue', describe(first), `${describe(other)}; ${seen}`)]
}

/** Bytes that are as any place has registered them are not bad: then it is the other place that was changed. */
async function bytesFaults(
  { runner }: CheckTools,
  expected: ExpectedObject,
  found: ObjectFixity,
): Promise<ObjectFault[]> {
  const isRegistered = expected.registered.some((one) => agree(one, { place: '', ...found }))
  if (isRegistered) return []
  const [first] = expected.registered
  const owners = (await ownersOfDigest(runner, found.sha256)).filter((number) => number !== expected.number)
  const of = owners.length === 0 ? '' : `, of ${owners.join(', ')}`
  const kind = owners.length > 0 ? 'swapped' : kindBySize(first.bytes, found.bytes)
  return [faultOf(expected, kind, describe(first), `${describe({ place: '存储', ...found })}${of}`)]
}

function kindBySize(registered: number | undefined, found: number): ObjectFaultKind {
  if (registered === undefined || registered === found) return 'changed'
  return found < registered ? 'truncated' : 'lengthened'
}

function disturbed(expected: ExpectedObject, refusal: ArchiveError): ObjectFault {
  const [fault] = refusal.faults
  return faultOf(expected, 'disturbed', fault.expected ?? '', fault.found ?? refusal.message)
}

/** A repaired object lies in a version of its own. */
async function placeFaults(
  { runner, kept }: CheckTools,
  expected: ExpectedObject,
  stored: StoredObject | undefined,
): Promise<ObjectFault[]> {
  if (stored === undefined) return [faultOf(expected, 'missing', '1 object', '∅')]
  const { key, version } = expected
  const isOther = version !== undefined && stored.version !== version && !(await kept.places.isRepaired(key))
  return [
    ...(isOther ? [faultOf(expected, 'version', version, stored.version)] : []),
    ...(await protectionFaults(runner, await kept.openBare(), expected, stored)),
  ]
}

/** The statement in the evidence is the one that the ledger holds for ever, whatever the catalogue says. */
async function sealFaults({ entered, kept }: CheckTools, expected: ExpectedObject): Promise<ObjectFault[]> {
  if (expected.isEvidence !== true) return []
  const store = await kept.open()
  const seal = await attempt(() => readSeal(store, expected.key))
  if ('refusal' in seal) return [faultOf(expected, 'unreadable', 'evidence', seal.refusal.message)]
  if (await entered.has(seal.value)) return []
  return [faultOf(expected, 'unsealed', 'an entry of the ledger', `seal sha256:${seal.value.sha256}`)]
}

function agree(left: Registered, right: Registered): boolean {
  const isSize = left.bytes === undefined || right.bytes === undefined || left.bytes === right.bytes
  return isSize && left.sha256 === right.sha256
}

function describe({ place, bytes, sha256 }: Registered): string {
  return `${place}: ${bytes === undefined ? '' : `${bytes} B, `}sha256:${sha256}`
}
