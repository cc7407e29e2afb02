import { type DigestAlgorithm, digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { recordProofs } from '../../access/ledger-proofs.ts'
import { requireRecord } from '../../access/require-record.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Prints the proof that a record stands in the ledger, as it is exported. */
export async function ledgerProve(
  number: string,
  options: { readonly tree: DigestAlgorithm; readonly json?: boolean },
): Promise<void> {
  await withArchive(async (archive) => {
    const record = await requireRecord(archive.catalogue, number)
    const proofs = await recordProofs(archive, record)
    const texts = digestAlgorithms.map((algorithm) => [algorithm, Buffer.from(proofs[algorithm]).toString()] as const)
    const byTree = new Map(texts)
    if (options.json === true) return printJson({ number: record.number, proofs: Object.fromEntries(byTree) })
    return print((byTree.get(options.tree) ?? '').trimEnd())
  })
}
