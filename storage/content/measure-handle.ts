import type { FileHandle } from 'node:fs/promises'
import type { ObjectFixity } from '#archive-schema/fixity.ts'
import { ObjectMeter } from './object-meter.ts'
import { readInto } from './read-chunks.ts'

const mostBytes = 1 << 20

/** Size and SHA-256 of an open file, through one buffer: fresh memory for every chunk costs as much as its digest. */
export async function measureHandle(file: FileHandle): Promise<ObjectFixity> {
  const { size } = await file.stat()
  const meter = new ObjectMeter()
  const buffer = Buffer.allocUnsafe(Math.min(mostBytes, size))
  for (let at = 0; at < size; ) {
    const chunk = await readInto(file, at, buffer)
    if (chunk.length === 0) break
    meter.update(chunk)
    at += chunk.length
  }
  return meter.finish()
}
