import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import {
  formatLedgerTrust,
  type LedgerTrust,
  parseLedgerTrust,
  writePublicPem,
} from '#archive-schema/ledger/ledger-trust.ts'
import { formatNote, isKeyName, parseNote, type SignedNote } from '#archive-schema/ledger/signed-note.ts'
import { replaceFile } from '#storage/content/replace-file.ts'
import { syncPath } from '#storage/content/sync-path.ts'

// A witness is one folder: `name`, `witness.key` (PKCS #8, PEM), `witness.pub`, `ledgers/<hash of origin>/` with the trust
// files of a ledger, and `seen/<hash of origin>`: the checkpoint that it cosigned last, with its own line.
const files = { name: 'name', key: 'witness.key', publicKey: 'witness.pub' } as const

/** Makes a witness with a new key in a folder that is not there yet. Throws `REQUEST_INVALID`. */
export async function makeWitness(folder: string, name: string): Promise<void> {
  if (!isKeyName(name)) throw invalid('name', `${JSON.stringify(name)} is no name of a key`)
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  await makeNewFolder(folder)
  await mkdir(join(folder, 'ledgers'))
  await mkdir(join(folder, 'seen'))
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  await writeFile(join(folder, files.key), pem, { flag: 'wx', mode: 0o600, flush: true })
  const publicPem = writePublicPem(publicKey.export({ type: 'spki', format: 'der' }))
  await writeFile(join(folder, files.publicKey), publicPem, { flush: true })
  await writeFile(join(folder, files.name), `${name}\n`, { flush: true })
  await syncPath(folder)
}

/** Name and key of a witness: PEM of PKCS #8. */
export async function readIdentity(folder: string): Promise<{ readonly name: string; readonly keyPem: string }> {
  const name = (await readFile(join(folder, files.name), 'utf8')).trimEnd()
  return { name, keyPem: await readFile(join(folder, files.key), 'utf8') }
}

/** From now on the witness knows a ledger, by the files of its trust folder. Throws `EVIDENCE_INVALID`, `REQUEST_INVALID`. */
export async function addLedger(folder: string, trustFolder: string): Promise<LedgerTrust> {
  const trust = parseLedgerTrust(await readFiles(trustFolder))
  if (trust === undefined) throw invalid(trustFolder, 'it says nothing of a ledger')
  const place = join(folder, 'ledgers', placeOf(trust.origin))
  // A ledger that is known keeps its keys: another key under the same name is not taken for it.
  await makeNewFolder(place)
  for (const [name, bytes] of formatLedgerTrust(trust)) await writeFile(join(place, name), bytes, { flush: true })
  await syncPath(place)
  return trust
}

/** Every ledger that the witness knows. */
export async function readLedgers(folder: string): Promise<readonly LedgerTrust[]> {
  const places = await readdir(join(folder, 'ledgers'))
  const read = await Promise.all(places.map((place) => readFiles(join(folder, 'ledgers', place))))
  return read.flatMap((one) => parseLedgerTrust(one) ?? [])
}

/** The checkpoint that the witness cosigned last of a ledger; `undefined` before the first. */
export async function readSeen(folder: string, origin: string): Promise<SignedNote | undefined> {
  try {
    return parseNote(await readFile(join(folder, 'seen', placeOf(origin))))
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Keeps a checkpoint as the last one seen: when this resolves it survives a crash, and before it the old one does. */
export async function keepSeen(folder: string, origin: string, note: SignedNote): Promise<void> {
  await replaceFile(join(folder, 'seen', placeOf(origin)), formatNote(note))
}

/** Where the state of a ledger lies: SHA-256 of its origin, hexadecimal (C2SP tlog-witness). */
export function placeOf(origin: string): string {
  return createHash('sha256').update(origin).digest('hex')
}

async function readFiles(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await readdir(folder, { withFileTypes: true })
  const regular = entries.filter((entry) => entry.isFile())
  return new Map(
    await Promise.all(regular.map(async ({ name }) => [name, await readFile(join(folder, name))] as const)),
  )
}

async function makeNewFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) throw invalid(folder, 'it is there already')
    throw error
  }
}

function invalid(field: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'REQUEST_INVALID', field, found })
}
