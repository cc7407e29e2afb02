import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import { appendToHomeFile, ensureHomeFile } from './home-file.ts'

const LARGEST_BYTES = 4 * 1024 * 1024
const QUOTED_BYTES = 64 * 1024
const QUOTED_LINES = 12

/** Opens the log for a start of the server. A log that has grown large is set aside first, as `server.log.old`. */
export async function openServerLog(path: string): Promise<FileHandle> {
  await ensureHomeFile(path)
  if ((await stat(path)).size > LARGEST_BYTES) {
    await rename(path, `${path}.old`)
    await ensureHomeFile(path)
  }
  return appendToHomeFile(path)
}

/** The last lines of what was written into the log after byte `from`. */
export async function quoteServerLog(path: string, from = 0): Promise<string> {
  const log = await open(path)
  try {
    const { size } = await log.stat()
    const position = Math.max(from, size - QUOTED_BYTES)
    const { buffer, bytesRead } = await log.read({ buffer: Buffer.alloc(Math.max(size - position, 0)), position })
    return buffer.toString('utf8', 0, bytesRead).trim().split('\n').slice(-QUOTED_LINES).join('\n')
  } finally {
    await log.close()
  }
}
