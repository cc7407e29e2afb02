import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { requireCheckpoint } from '../../access/read-ledger.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Publishes a checkpoint now if the ledger has grown, and prints the newest one as it is signed. */
export async function ledgerCheckpoint(options: {
  readonly tree: DigestAlgorithm
  readonly json?: boolean
}): Promise<void> {
  await withArchive(async (archive) => {
    await archive.ledger.publish()
    const { size, roots, notes } = await requireCheckpoint(archive)
    if (options.json === true) return printJson({ origin: archive.ledger.trust.origin, size, roots, notes })
    return print(notes[options.tree].trimEnd())
  })
}
