import { join } from 'node:path'
import { workerData } from 'node:worker_threads'
import { measureStream } from '#archive-schema/evidence/digest.ts'
import type { Fixity, ObjectFixity } from '#archive-schema/fixity.ts'
import { measureObject } from '#storage/content/object-meter.ts'
import { openConfiguredStore, type StoreAddress } from './configured-store.ts'
import { measureFile } from './measure-file.ts'
import { checkObjectKey } from './object-key.ts'
import type { ObjectStore } from './object-store.ts'

// Reads and hashes objects in a thread of its own.
const address = workerData as StoreAddress
/** Opened with the first task; a folder needs no opening. */
let opened: Promise<ObjectStore> | undefined

/** What a thread is asked: size and SHA-256 of what lies under `key`, and its SM3 where that is wanted. */
export type MeasureTask = { readonly key: string; readonly sm3: boolean }

/** Errors lose their class between threads: what was refused comes back as data. */
export type Measured = { readonly fixity: ObjectFixity | Fixity } | { readonly refusal: MeasureRefusal }
export type MeasureRefusal = { readonly code: string; readonly found: string; readonly permanent: boolean }

// biome-ignore lint/style/noDefaultExport: the form in which Piscina takes what a thread does.
export default async function measure({ key, sm3 }: MeasureTask): Promise<Measured> {
  try {
    if (address.kind === 'folder') {
      checkObjectKey(key)
      return { fixity: measureFile(join(address.folder, 'objects', key), key, sm3) }
    }
    opened ??= openConfiguredStore(address, () => new Date())
    const store = await opened
    return { fixity: await (sm3 ? measureStream(store.read(key)) : measureObject(store.read(key))) }
  } catch (error) {
    opened = undefined
    return { refusal: refusalOf(error) }
  }
}

function refusalOf(error: unknown): MeasureRefusal {
  if (!(error instanceof Error && 'code' in error && 'permanent' in error)) throw error
  return { code: String(error.code), found: error.message, permanent: error.permanent === true }
}
