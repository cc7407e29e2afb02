import { ArchiveError } from '#archive-schema/archive-error.ts'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { evidenceFileNames } from '#archive-schema/evidence/evidence.ts'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { proofNames } from '#archive-schema/ledger/tlog-proof.ts'
import { stampNames } from '#archive-schema/time-stamp/stamp-names.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { EntryProofs } from '#storage/ledger/prove.ts'
import type { Archive } from '../open-archive.ts'
import { type PublishingTools, publishAttested } from './publish-attested.ts'
import { readStoredEvidence } from './stored-evidence.ts'

type Evidence = ReadonlyMap<string, Uint8Array>

/**
 * Evidence with the proofs that the statement stands in the ledger, and what dates their checkpoint; without them while no
 * checkpoint covers it.
 */
export async function withProofs(tools: PublishingTools, evidence: Evidence): Promise<Evidence> {
  const proofs = await proofsOf(tools, evidence)
  if (proofs === undefined) return evidence
  const files = digestAlgorithms.map((algorithm) => [proofNames[algorithm], proofs[algorithm]] as const)
  return new Map([...evidence, ...files, ...(await tools.stamps.filesOf(proofs.size))])
}

/**
 * The same; when no checkpoint covers the statement, or none that is dated, one is asked for at once. An authority that gives no
 * token leaves the time pending. Throws `LEDGER_FORKED`, `SIGNER_UNFIT`.
 */
export async function withNewProofs(tools: PublishingTools, evidence: Evidence): Promise<Evidence> {
  const known = await withProofs(tools, evidence)
  const isDated = known.has(stampNames.token) || !tools.stamps.isOn
  if (known !== evidence && isDated) return known
  await publishAttested(tools)
  return withProofs(tools, evidence)
}

async function proofsOf({ ledger }: Pick<Archive, 'ledger'>, evidence: Evidence): Promise<EntryProofs | undefined> {
  const statement = evidence.get(evidenceFileNames.statement)
  return statement === undefined ? undefined : ledger.prove(entryOf('seal', statement))
}

/** 存在证明 of a record in both trees. Throws `LEDGER_NOT_FOUND` where the ledger does not hold its statement. */
export async function recordProofs(
  archive: Pick<Archive, 'ledger' | 'store'>,
  record: PreservedRecord,
): Promise<EntryProofs> {
  const evidence = await readStoredEvidence(archive, record)
  const known = await proofsOf(archive, evidence)
  if (known !== undefined) return known
  await archive.ledger.publish()
  const proofs = await proofsOf(archive, evidence)
  if (proofs !== undefined) return proofs
  throw new ArchiveError({ code: 'LEDGER_NOT_FOUND', found: record.number })
}
