import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { digestHex, FixityMeter } from '#archive-schema/evidence/digest.ts'
import type { Fixity } from '#archive-schema/fixity.ts'
import type { ObjectStore } from './object-store.ts'

/** An object in a file of its own, on its way into another store, and what its bytes are. */
export type FetchedObject = { readonly path: string; readonly fixity: Fixity }

/**
 * Reads an object of a store into a file of `scratch` and measures it on the way; holds one chunk at a time. The file has the same
 * name for the same key, so that the next store finds what a killed put has left; it is never written over.
 * Throws `STORE_OBJECT_MISSING`, `STORE_UNAVAILABLE`.
 */
export async function fetchObject(store: ObjectStore, key: string, scratch: string): Promise<FetchedObject> {
  await mkdir(scratch, { recursive: true })
  const draft = join(scratch, randomUUID())
  const path = join(scratch, digestHex('sha256', key))
  const meter = new FixityMeter()
  try {
    await pipeline(measured(store.read(key), meter), createWriteStream(draft, { flags: 'wx' }))
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  return { path, fixity: meter.finish() }
}

async function* measured(chunks: AsyncIterable<Uint8Array>, meter: FixityMeter): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    meter.update(chunk)
    yield chunk
  }
}
