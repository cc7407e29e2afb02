import { join } from 'node:path'
import { workerData } from 'node:worker_threads'
import type { Fixity, ObjectFixity } from '#archive-schema/fixity.ts'
import type { StoreAddress } from './configured-store.ts'
import { measureFile } from './measure-file.ts'

// Reads and hashes objects in a thread of its own. It starts with every audit, so it loads no more than a folder needs.
const address = workerData as StoreAddress

/** What a thread is asked: size and SHA-256 of what lies under a clean key, and its SM3 where that is wanted. */
export type MeasureTask = { readonly key: string; readonly sm3: boolean }

/** Errors lose their class between threads: what was refused comes back as data. */
export type Measured = { readonly fixity: ObjectFixity | Fixity } | { readonly refusal: MeasureRefusal }
export type MeasureRefusal = { readonly code: string; readonly found: string; readonly permanent: boolean }

// biome-ignore lint/style/noDefaultExport: the form in which Piscina takes what a thread does.
export default async function measureAll(tasks: readonly MeasureTask[]): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const task of tasks) measured.push(await measure(task))
  return measured
}

async function measure({ key, sm3 }: MeasureTask): Promise<Measured> {
  try {
    if (address.kind === 'folder') return { fixity: measureFile(join(address.folder, 'objects', key), sm3) }
    const { measureInStore } = await import('./measure-in-store.ts')
    return { fixity: await measureInStore(address, key, sm3) }
  } catch (error) {
    return { refusal: refusalOf(error) }
  }
}

/** Of a store its refusal; of the file system that there is no such file, or that it cannot be read now. */
function refusalOf(error: unknown): MeasureRefusal {
  if (!(error instanceof Error && 'code' in error)) throw error
  const { message: found, code } = error
  if ('permanent' in error) return { code: String(code), found, permanent: error.permanent === true }
  if (code === 'ENOENT' || code === 'ENOTDIR') return { code: 'STORE_OBJECT_MISSING', found, permanent: true }
  return { code: 'STORE_UNAVAILABLE', found, permanent: false }
}
