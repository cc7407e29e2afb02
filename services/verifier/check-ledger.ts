import { type Attempt, attempt } from '#archive-schema/attempt.ts'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { type DigestAlgorithm, digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { evidenceFileNames } from '#archive-schema/evidence/evidence.ts'
import type { Statement } from '#archive-schema/evidence/statement.ts'
import { type Checkpoint, openCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { entryOf, formatEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { type LedgerTrust, treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { demandInclusion, parseProof, proofNames, type TlogProof } from '#archive-schema/ledger/tlog-proof.ts'
import { demandWitnesses, type WitnessTrust } from '#archive-schema/ledger/witness-trust.ts'
import { evidenceFile } from './read-record.ts'
import type { RecordUnderTest } from './record-under-test.ts'

/** What a proof says, and under which checkpoint. */
type Proved = { readonly algorithm: DigestAlgorithm; readonly proof: TlogProof; readonly checkpoint: Checkpoint }

/** Both proofs of a record, read and with their checkpoints verified. */
export type LedgerProofs = Attempt<readonly Proved[]>

/** Whether the evidence says anything of a ledger. */
export function hasProofs({ evidence }: RecordUnderTest): boolean {
  return Object.values(proofNames).some((name) => evidence.has(name))
}

/** 步骤 checkpoint: both proofs have their form, and both checkpoints are of the trusted ledger, of one size, signed by its keys, and as many witnesses have cosigned as the quorum wants. */
export function readProofs(
  record: RecordUnderTest,
  trust: LedgerTrust,
  witnesses: WitnessTrust | undefined,
): Promise<LedgerProofs> {
  return attempt(() => {
    const proved = digestAlgorithms.map((algorithm) => {
      const proof = parseProof(algorithm, evidenceFile(record, proofNames[algorithm]))
      return { algorithm, proof, checkpoint: openCheckpoint(proof.checkpoint, treeTrust(trust, algorithm)) }
    })
    const [first] = proved
    if (witnesses !== undefined && first !== undefined) demandWitnesses(first.proof.checkpoint, witnesses)
    const isOneSize = new Set(proved.map(({ checkpoint }) => checkpoint.size)).size === 1
    demandOfEvidence(isOneSize, proofNames.sm3, `the two checkpoints are not of the same size`)
    return proved
  })
}

/**
 * 步骤 ledger: the statement is an entry of both trees, at one index, which is not below the state that the statement calls
 * older than itself. Resolves to the index.
 */
export function findInLedger(
  record: RecordUnderTest,
  statement: Attempt<Statement>,
  proofs: LedgerProofs,
): Promise<Attempt<number>> {
  return attempt(() => {
    if ('refusal' in proofs) throw proofs.refusal
    if ('refusal' in statement) throw statement.refusal
    const entry = formatEntry(entryOf('seal', evidenceFile(record, evidenceFileNames.statement)))
    for (const { algorithm, proof, checkpoint } of proofs.value) demandInclusion(proof, entry, checkpoint, algorithm)
    const [index = 0, other] = proofs.value.map(({ proof }) => proof.index)
    demandOfEvidence(index === other, proofNames.sm3, 'the two proofs are of different indexes')
    const { size } = statement.value.since
    demandOfEvidence(size <= index, proofNames.sha256, `entry ${index} is older than the state ${size} that it names`)
    return index
  })
}
