import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** 访问密钥: the one bearer key of this archive, made on first start. Roles come later; anonymous access never. */
export type AccessKey = {
  readonly value: string
  /** Where the operator finds it again; readable by the owner only. */
  readonly file: string
}

/** Reads the key under `dataDir`; makes it on first start. Two first starts at once end with one key. */
export async function openAccessKey(dataDir: string): Promise<AccessKey> {
  const file = join(dataDir, 'access-key')
  await mkdir(dataDir, { recursive: true })
  const known = await readKey(file)
  if (known !== undefined) return { value: known, file }
  const passing = `${file}.${process.pid}`
  await writeFile(passing, `gd_${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  // Linking fails when another process was faster: then its key is the key.
  await link(passing, file).catch(() => undefined)
  await rm(passing)
  const made = await readKey(file)
  if (made === undefined) throw new Error(`no access key in ${file}`)
  return { value: made, file }
}

/** Whether `given` is the key; takes the same time for every wrong one. */
export function isAccessKey(given: string, key: AccessKey): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(key.value))
}

async function readKey(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
