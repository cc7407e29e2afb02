import { type DigestAlgorithm, digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import type { EntryProofs } from '#storage/ledger/prove.ts'
import { proveIndex } from '../../access/ledger-entries.ts'
import { recordProofs } from '../../access/ledger-proofs.ts'
import { requireRecord } from '../../access/require-record.ts'
import type { Archive } from '../../open-archive.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Prints the proof that a record, or the entry of an index, stands in the ledger, as it is exported. */
export async function ledgerProve(
  what: string,
  options: { readonly tree: DigestAlgorithm; readonly json?: boolean },
): Promise<void> {
  await withArchive(async (archive) => {
    const { proofs, ...told } = await (isIndex(what) ? proveEntry(archive, Number(what)) : proveRecord(archive, what))
    const texts = digestAlgorithms.map((algorithm) => [algorithm, Buffer.from(proofs[algorithm]).toString()] as const)
    const byTree = new Map(texts)
    if (options.json === true) return printJson({ ...told, proofs: Object.fromEntries(byTree) })
    return print((byTree.get(options.tree) ?? '').trimEnd())
  })
}

/** 电子文件号 and 档号 have hyphens. */
function isIndex(what: string): boolean {
  return /^(0|[1-9]\d{0,14})$/.test(what)
}

type Told = { readonly proofs: EntryProofs; readonly [name: string]: unknown }

async function proveEntry(archive: Archive, index: number): Promise<Told> {
  return { index, ...(await proveIndex(archive, index)) }
}

async function proveRecord(archive: Archive, number: string): Promise<Told> {
  const record = await requireRecord(archive.catalogue, number)
  return { number: record.number, proofs: await recordProofs(archive, record) }
}
