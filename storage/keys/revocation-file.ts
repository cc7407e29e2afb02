import { Buffer } from 'node:buffer'
import { stat } from 'node:fs/promises'
import { type RevocationList, readRevocationList } from '#archive-schema/evidence/read-revocation-list.ts'
import { readKeyBytes } from './key-files.ts'

const block = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/g

/** A file of revocation lists that others replace from time to time: read again whenever it has changed. */
export class RevocationFile {
  readonly #path: string
  #version = ''
  #lists: readonly RevocationList[] = []

  constructor(path: string) {
    this.#path = path
  }

  /** The lists of the file: several in PEM, or one in DER. Throws `SIGNER_UNFIT`, `SIGNATURE_INVALID`. */
  async lists(): Promise<readonly RevocationList[]> {
    const version = await this.#versionNow()
    if (version === undefined || version !== this.#version) {
      this.#lists = parse(await readKeyBytes(this.#path))
      this.#version = version ?? ''
    }
    return this.#lists
  }

  /** Absent where the file cannot be looked at; reading it says why. */
  async #versionNow(): Promise<string | undefined> {
    const found = await stat(this.#path).catch(() => undefined)
    return found === undefined ? undefined : `${found.ino} ${found.size} ${found.mtimeMs}`
  }
}

function parse(content: Buffer): readonly RevocationList[] {
  const blocks = [...content.toString('latin1').matchAll(block)].map(([, text = '']) => Buffer.from(text, 'base64'))
  return (blocks.length > 0 ? blocks : [content]).map(readRevocationList)
}
