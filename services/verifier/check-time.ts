import { type Attempt, attempt } from '#archive-schema/attempt.ts'
import { demandOfEvidence, demandOfSignature } from '#archive-schema/evidence/demand.ts'
import type { Statement } from '#archive-schema/evidence/statement.ts'
import { verifyEvidenceRecord } from '#archive-schema/evidence-record/verify-evidence-record.ts'
import { proofNames } from '#archive-schema/ledger/tlog-proof.ts'
import { clockToleranceMs, stampNames } from '#archive-schema/time-stamp/stamp-names.ts'
import { type TimeTrust, timeStampTrust } from '#archive-schema/time-stamp/time-trust.ts'
import { type StampedTime, type TimeStampTrust, verifyToken } from '#archive-schema/time-stamp/verify-token.ts'
import type { LedgerProofs } from './check-ledger.ts'
import { evidenceFile } from './read-record.ts'
import type { RecordUnderTest } from './record-under-test.ts'

/** What is proved of the time of a record: its tokens, the earliest first, and the stamps that renewed them. */
export type ProvedTime = {
  readonly tokens: readonly [StampedTime, ...StampedTime[]]
  readonly renewals: readonly StampedTime[]
}

/** Whether the evidence says anything of time. */
export function hasStamps({ evidence }: RecordUnderTest): boolean {
  return Object.values(stampNames).some((name) => evidence.has(name))
}

/**
 * 步骤 time: each token is over the text of the checkpoint that holds the statement, by a trusted authority that had not ended
 * before it was renewed, and none is older than the claimed time of sealing.
 */
export function readTime(
  record: RecordUnderTest,
  statement: Attempt<Statement>,
  proofs: LedgerProofs,
  { trust: believed, now }: { readonly trust: TimeTrust; readonly now: Date },
): Promise<Attempt<ProvedTime>> {
  return attempt(async () => {
    if ('refusal' in statement) throw statement.refusal
    const trust = timeStampTrust(believed)
    const text = checkpointText(proofs)
    const first = evidenceFile(record, stampNames.token)
    const second = record.evidence.get(stampNames.secondToken)
    const tokens: ProvedTime['tokens'] = [
      await verifyToken(first, text, trust),
      ...(second === undefined ? [] : [await verifyToken(second, text, trust)]),
    ]
    demandOrder(tokens, statement.value.sealedAt)
    return {
      tokens,
      renewals: await readRenewals(record, [text, first, ...(second === undefined ? [] : [second])], tokens, {
        trust,
        now,
      }),
    }
  })
}

/** The instant that the signatures are judged at: that of the earliest token. */
export function provedInstant({ tokens: [first] }: ProvedTime): Date {
  return first.at
}

function checkpointText(proofs: LedgerProofs): Uint8Array {
  if ('refusal' in proofs) throw proofs.refusal
  const text = proofs.value.find(({ algorithm }) => algorithm === 'sha256')?.proof.checkpoint.text
  demandOfEvidence(text !== undefined, proofNames.sha256, 'it is missing')
  return Buffer.from(text)
}

function demandOrder(tokens: readonly StampedTime[], sealedAt: Date): void {
  tokens.forEach(({ at }, i) => {
    const found = `the token says ${at.toISOString()}, the statement ${sealedAt.toISOString()}`
    demandOfSignature(sealedAt.getTime() <= at.getTime() + clockToleranceMs, found)
    const isOrdered = (tokens[i - 1]?.at.getTime() ?? 0) <= at.getTime()
    demandOfEvidence(isOrdered, stampNames.secondToken, 'it is older than the first token')
  })
}

/** The stamps of the evidence record; without one, no authority may have ended. */
async function readRenewals(
  record: RecordUnderTest,
  objects: readonly Uint8Array[],
  tokens: readonly StampedTime[],
  { trust, now }: { readonly trust: TimeStampTrust; readonly now: Date },
): Promise<readonly StampedTime[]> {
  const renewal = record.evidence.get(stampNames.renewal)
  if (renewal === undefined) {
    for (const token of tokens) demandNotEnded(token, now)
    return []
  }
  const { since, stamps } = await verifyEvidenceRecord(renewal, objects, trust, now)
  for (const token of tokens) demandNotEnded(token, since)
  return stamps
}

function demandNotEnded({ authority, validUntil }: StampedTime, at: Date): void {
  const found = `the token of ${authority} ended on ${validUntil.toISOString()} without being renewed`
  demandOfSignature(at.getTime() < validUntil.getTime(), found)
}
