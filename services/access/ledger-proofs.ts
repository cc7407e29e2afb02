import { ArchiveError } from '#archive-schema/archive-error.ts'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { evidenceFileNames } from '#archive-schema/evidence/evidence.ts'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { proofNames } from '#archive-schema/ledger/tlog-proof.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { EntryProofs } from '#storage/ledger/prove.ts'
import type { Archive } from '../open-archive.ts'
import { readStoredEvidence } from './stored-evidence.ts'

type Evidence = ReadonlyMap<string, Uint8Array>
type Tools = Pick<Archive, 'ledger'>

/** Evidence with the proofs that the statement stands in the ledger; without them while no checkpoint covers it. */
export async function withProofs({ ledger }: Tools, evidence: Evidence): Promise<Evidence> {
  const statement = evidence.get(evidenceFileNames.statement)
  const proofs = statement === undefined ? undefined : await ledger.prove(entryOf('seal', statement))
  return proofs === undefined ? evidence : addProofs(evidence, proofs)
}

/** The same; when no checkpoint covers the statement, one is asked for at once. Throws `LEDGER_FORKED`, `SIGNER_UNFIT`. */
export async function withNewProofs(tools: Tools, evidence: Evidence): Promise<Evidence> {
  const known = await withProofs(tools, evidence)
  if (known !== evidence) return known
  await tools.ledger.publish()
  return withProofs(tools, evidence)
}

/** 存在证明 of a record in both trees. Throws `LEDGER_NOT_FOUND` where the ledger does not hold its statement. */
export async function recordProofs(
  archive: Pick<Archive, 'ledger' | 'store'>,
  record: PreservedRecord,
): Promise<EntryProofs> {
  const evidence = await withNewProofs(archive, await readStoredEvidence(archive, record))
  const [sha256, sm3] = digestAlgorithms.map((algorithm) => evidence.get(proofNames[algorithm]))
  if (sha256 !== undefined && sm3 !== undefined) return { sha256, sm3 }
  throw new ArchiveError({ code: 'LEDGER_NOT_FOUND', found: record.number })
}

function addProofs(evidence: Evidence, proofs: EntryProofs): Evidence {
  return new Map([...evidence, ...digestAlgorithms.map((name) => [proofNames[name], proofs[name]] as const)])
}
