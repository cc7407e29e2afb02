import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncPath } from './sync-path.ts'

/**
 * Writes a file that only its owner reads in the place of another: when this resolves it survives a crash, and before it the old one
 * does.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const draft = await open(`${path}.new`, 'w', 0o600)
  try {
    await draft.writeFile(content)
    await draft.sync()
  } finally {
    await draft.close()
  }
  await rename(`${path}.new`, path)
  await syncPath(dirname(path))
}
