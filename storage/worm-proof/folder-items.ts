import { appendFile, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { collect } from '#archive-schema/content-reader.ts'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import type { ObjectSource, ObjectStore } from '#storage/objects/object-store.ts'
import { demand, NotChecked, type ProofItem } from './proof-item.ts'

/** A WORM folder of its own, made like the one of the archive. */
export type FolderBench = {
  readonly store: ObjectStore
  readonly folder: string
  /** Whether the immutable attribute is set here. */
  readonly isImmutable: boolean
  readonly now: () => Date
}

const key = '案卷/试.zip'
const content = Buffer.from('锁定验证')

/** F1 … F5: what a WORM folder enforces, and what it cannot. */
export const folderItems: readonly ProofItem<FolderBench>[] = [
  {
    id: 'F1',
    title: '一次写入 written once, never over',
    async attempt(bench) {
      await bench.store.put(key, await sourceOf(bench, content), inDays(bench, 2))
      const code = await codeOf(async () => bench.store.put(key, await sourceOf(bench, '另'), inDays(bench, 2)))
      await demandKept(bench, 'other bytes under the same key')
      return code
    },
  },
  {
    id: 'F2',
    title: '锁定 a lock is neither lifted nor shortened by this program',
    async attempt(bench) {
      const codes = [
        await codeOf(() => bench.store.remove(key)),
        await codeOf(() => bench.store.extendLock(key, inDays(bench, 1))),
      ]
      await demandKept(bench, 'a removal')
      const kept = await bench.store.stat(key)
      demand(kept !== undefined && kept.retainUntil > inDays(bench, 1), 'the lock is shorter')
      return codes.join(', ')
    },
  },
  {
    id: 'F3',
    title: '只读 nobody may write the file',
    async attempt({ folder }) {
      const mode = (await stat(fileOf(folder))).mode & 0o777
      demand(mode === 0o444, `its mode is ${mode.toString(8)}`)
      return 'mode 0444'
    },
  },
  {
    id: 'F4',
    title: '不可变属性 the immutable attribute stops the administrator’s ordinary commands',
    async attempt(bench) {
      if (!bench.isImmutable)
        throw new NotChecked('it is not set here: switched off, not root, or an unfit file system')
      const answers = [
        await answerTo(() => appendFile(fileOf(bench.folder), '改')),
        await answerTo(() => unlink(fileOf(bench.folder))),
      ]
      await demandKept(bench, 'a write and a delete past this program')
      return answers.join(', ')
    },
  },
  {
    id: 'F5',
    title: '管理员 who administers the machine',
    async attempt() {
      throw new NotChecked('no folder stops the administrator of its machine, who can take the attribute away')
    },
  },
]

function fileOf(folder: string): string {
  return join(folder, 'objects', key)
}

function inDays({ now }: FolderBench, days: number): Date {
  return new Date(now().getTime() + days * 86_400_000)
}

async function sourceOf({ folder }: FolderBench, bytes: string | Buffer): Promise<ObjectSource> {
  const path = join(folder, 'source')
  await writeFile(path, bytes)
  return { path, fixity: measureBytes(Buffer.from(bytes)) }
}

async function demandKept({ store }: FolderBench, after: string): Promise<void> {
  demand((await collect(store.read(key))).equals(content), `after ${after} its bytes are others`)
}

/** The code of a refusal, or `accepted`. */
async function codeOf(action: () => Promise<unknown>): Promise<string> {
  try {
    await action()
    return 'accepted'
  } catch (error) {
    if (error instanceof ArchiveError) return error.code
    throw error
  }
}

async function answerTo(action: () => Promise<unknown>): Promise<string> {
  try {
    await action()
    return 'accepted'
  } catch (error) {
    if (hasErrorCode(error, 'EPERM')) return 'EPERM'
    throw error
  }
}
