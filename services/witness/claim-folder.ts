import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { hasErrorCode } from '#archive-schema/caught-error.ts'

/**
 * Claims a folder for this process until the returned function is called: two witnesses of one folder would each remember
 * for itself. A claim of a process that is gone is void. Throws `REQUEST_INVALID` while another process holds it.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const place = join(folder, 'claimed')
  if (!(await writeClaim(place))) {
    const holder = Number(await readFile(place, 'utf8'))
    if (isRunning(holder)) {
      throw new ArchiveError({ code: 'REQUEST_INVALID', field: folder, found: `process ${holder} is its witness` })
    }
    await rm(place, { force: true })
    if (!(await writeClaim(place))) {
      throw new ArchiveError({ code: 'REQUEST_INVALID', field: folder, found: 'another process has just claimed it' })
    }
  }
  return () => rm(place, { force: true })
}

async function writeClaim(place: string): Promise<boolean> {
  try {
    const file = await open(place, 'wx')
    await file.writeFile(`${process.pid}`)
    await file.close()
    return true
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false
    throw error
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It is there, but somebody else's.
    return hasErrorCode(error, 'EPERM')
  }
}
