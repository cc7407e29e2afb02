import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { digestHex } from '#archive-schema/evidence/digest.ts'

/**
 * Makes a file of `scratch` on its way into a store: `write` fills the draft that it is given. The file has the same name for the same
 * key, so that the store finds what a killed put has left; it is never written over, for it may be a second name of an object.
 */
export async function scratchFile(
  scratch: string,
  key: string,
  write: (draft: string) => Promise<void>,
): Promise<string> {
  await mkdir(scratch, { recursive: true })
  const draft = join(scratch, randomUUID())
  const path = join(scratch, digestHex('sha256', key))
  try {
    await write(draft)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  return path
}
