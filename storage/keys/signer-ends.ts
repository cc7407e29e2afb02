import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { syncPath } from '../content/sync-path.ts'
import { signerUnfit } from './signer-unfit.ts'

/** 失效位置: of each revoked certificate (SHA-256) the index in the ledger from which what it signed does not count. */
export type SignerEnds = ReadonlyMap<string, number>

const fileName = 'revoked-signers'
const lineForm = /^([0-9a-f]{64}) (0|[1-9]\d{0,14})$/

/** The revoked certificates of a keys folder. Throws `SIGNER_UNFIT` for a file that is not what is written there. */
export async function readSignerEnds(keysFolder: string): Promise<SignerEnds> {
  const text = await readFile(join(keysFolder, fileName), 'utf8').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return ''
    throw error
  })
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
  return new Map(
    lines.map((line) => {
      const [, certificate, index] = lineForm.exec(line) ?? []
      if (certificate === undefined) throw signerUnfit(`${fileName}: "${line}" is no revoked certificate`)
      return [certificate, Number(index)] as const
    }),
  )
}

/** Enters a revoked certificate for good; an index that is known stays. When this resolves it survives a crash. */
export async function addSignerEnd(keysFolder: string, certificate: string, index: number): Promise<void> {
  const known = await readSignerEnds(keysFolder)
  if (known.has(certificate)) return
  const all = new Map([...known, [certificate, index]])
  const path = join(keysFolder, fileName)
  await mkdir(keysFolder, { recursive: true })
  const draft = await open(`${path}.new`, 'w', 0o600)
  try {
    await draft.writeFile([...all].map(([each, at]) => `${each} ${at}\n`).join(''))
    await draft.sync()
  } finally {
    await draft.close()
  }
  await rename(`${path}.new`, path)
  await syncPath(dirname(path))
}
