import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hasErrorCode } from '#archive-schema/caught-error.ts'

/** No upload takes a day: what was last touched before that is left from a process that was killed. */
const abandonedAfterMs = 24 * 3_600_000

/** Makes an empty folder under `dataDir` for the bytes of one upload. Who makes it removes it. */
export async function makeIncomingFolder(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'incoming', crypto.randomUUID())
  await mkdir(folder, { recursive: true })
  return folder
}

/** Removes what killed processes have left of uploads; `now` is the machine's clock, for the file system follows it. */
export async function dropAbandonedUploads(dataDir: string, now: Date): Promise<void> {
  const incoming = join(dataDir, 'incoming')
  await mkdir(incoming, { recursive: true })
  for (const name of await readdir(incoming)) {
    const touched = await lastTouched(join(incoming, name))
    if (touched !== undefined && touched < now.getTime() - abandonedAfterMs) {
      await rm(join(incoming, name), { recursive: true, force: true })
    }
  }
}

/** The last change in a folder or to a file in it; `undefined` when it has just been removed by the one who made it. */
async function lastTouched(folder: string): Promise<number | undefined> {
  try {
    const paths = (await readdir(folder)).map((name) => join(folder, name))
    const found = await Promise.all([folder, ...paths].map((path) => stat(path)))
    return Math.max(...found.map(({ mtimeMs }) => mtimeMs))
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined
    throw error
  }
}
