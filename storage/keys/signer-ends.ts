import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { replaceFile } from '../content/replace-file.ts'
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
  await mkdir(keysFolder, { recursive: true })
  await replaceFile(join(keysFolder, fileName), [...all].map(([each, at]) => `${each} ${at}\n`).join(''))
}
