import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { FixityMeter } from '#archive-schema/evidence/digest.ts'
import type { Fixity } from '#archive-schema/fixity.ts'
import type { ObjectStore } from './object-store.ts'
import { scratchFile } from './scratch-file.ts'

/** An object in a file of its own, on its way into another store, and what its bytes are. */
export type FetchedObject = { readonly path: string; readonly fixity: Fixity }

/**
 * Reads an object of a store into a file of `scratch` and measures it on the way; holds one chunk at a time.
 * Throws `STORE_OBJECT_MISSING`, `STORE_UNAVAILABLE`.
 */
export async function fetchObject(store: ObjectStore, key: string, scratch: string): Promise<FetchedObject> {
  const meter = new FixityMeter()
  const path = await scratchFile(scratch, key, (draft) =>
    pipeline(measured(store.read(key), meter), createWriteStream(draft, { flags: 'wx' })),
  )
  return { path, fixity: meter.finish() }
}

async function* measured(chunks: AsyncIterable<Uint8Array>, meter: FixityMeter): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    meter.update(chunk)
    yield chunk
  }
}
