import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { statIfThere } from '#storage/content/stat-if-there.ts'
import { syncPath } from '#storage/content/sync-path.ts'

/**
 * 保全标记 of a WORM folder: an empty file a held object, beside the objects. It binds this program only; what protects the bytes
 * is their lock.
 */
export class FolderHolds {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async isHeld(key: string): Promise<boolean> {
    return (await statIfThere(this.#mark(key))) !== undefined
  }

  async set(key: string, isHeld: boolean): Promise<void> {
    const mark = this.#mark(key)
    const folder = dirname(mark)
    await mkdir(folder, { recursive: true })
    if (isHeld) await writeFile(mark, '')
    else await rm(mark, { force: true })
    await syncPath(folder)
  }

  #mark(key: string): string {
    return join(this.#folder, ...key.split('/'))
  }
}
