import { writeFile } from 'node:fs/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { readPassphrase } from '#storage/keys/key-files.ts'
import type { KeyKind } from '#storage/keys/key-kinds.ts'
import { makeKeyRequest } from '#storage/keys/key-request.ts'
import { print, printJson } from '../output.ts'

export type KeyRequestOptions = {
  readonly kind: KeyKind
  readonly country: string
  readonly organization: string
  readonly name: string
  readonly passphraseFile: string
  readonly key: string
  readonly output: string
  readonly json?: boolean
}

/** Makes a key and the request for its certificate. An existing file is never written over. */
export async function keyRequest(options: KeyRequestOptions): Promise<void> {
  const { kind, country, organization, name, key, output } = options
  const passphrase = await readPassphrase(options.passphraseFile)
  if (passphrase === '') {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: '--passphrase-file', found: 'the passphrase is empty' })
  }
  const made = await makeKeyRequest(kind, { country, organization, commonName: name }, passphrase)
  await writeNew(key, made.key, 0o600)
  await writeNew(output, made.request, 0o644)
  if (options.json === true) return printJson({ kind, key, request: output })
  return print(`${kind}: ${key}, ${output}`)
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode, flush: true })
  } catch (error) {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: path, found: messageOf(error) }, { cause: error })
  }
}
