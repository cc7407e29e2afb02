import { readFile } from 'node:fs/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { checkKeptCheckpoint } from '../../access/check-kept-checkpoint.ts'
import { consistency } from '../../access/read-ledger.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type Options = { readonly tree: DigestAlgorithm; readonly to?: number; readonly json?: boolean }

/**
 * From a size: prints the proof that the ledger has only grown since, a hash a line. From a checkpoint that somebody kept: checks
 * it, and says so or refuses.
 */
export async function ledgerConsistency(from: string, { tree, to, json }: Options): Promise<void> {
  await withArchive(async (archive) => {
    if (/^\d{1,16}$/.test(from)) {
      const proof = await consistency(archive, { tree, old: Number(from), size: to })
      return json === true ? printJson(proof) : print(proof.hashes.join('\n'))
    }
    const { old, size } = await checkKeptCheckpoint(archive, tree, await readKept(from))
    if (json === true) return printJson({ tree, old, size, consistent: true })
    return print(`一致 consistent  ${old} → ${size}`)
  })
}

async function readKept(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: file, found: messageOf(cause) }, { cause })
  }
}
