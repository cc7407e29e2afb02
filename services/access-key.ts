import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { hasErrorCode } from '#archive-schema/caught-error.ts'

/** 访问密钥: the one bearer key of this archive, made on first start. Roles come later; anonymous access never. */
export type AccessKey = {
  readonly value: string
  /** Where the operator finds it again; readable by the owner only. */
  readonly file: string
}

/**
 * Reads the key under `dataDir`; makes it on first start. Two first starts at once end with one key.
 * Throws `CONFIGURATION_INVALID` for a file that holds no key of this form: an empty one must not open the archive.
 */
export async function openAccessKey(dataDir: string): Promise<AccessKey> {
  const file = join(dataDir, 'access-key')
  await mkdir(dataDir, { recursive: true })
  const value = (await readKey(file)) ?? (await makeKey(file))
  if (!keyForm.test(value)) {
    throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: file, found: 'no access key in this file' })
  }
  return { value, file }
}

/** Whether `given` is the key; takes the same time for every wrong one. */
export function isAccessKey(given: string, key: AccessKey): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(key.value))
}

/** 256 random bits in base64url. */
const keyForm = /^gd_[\w-]{43}$/

/** Makes the key under a passing name first, so that nobody ever reads half of it. */
async function makeKey(file: string): Promise<string> {
  const value = `gd_${randomBytes(32).toString('base64url')}`
  const passing = `${file}.${crypto.randomUUID()}`
  await writeFile(passing, `${value}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await link(passing, file)
    return value
  } catch (error) {
    // Another process was faster: its key is the key.
    const other = hasErrorCode(error, 'EEXIST') ? await readKey(file) : undefined
    if (other === undefined) throw error
    return other
  } finally {
    await rm(passing)
  }
}

async function readKey(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined
    throw error
  }
}
