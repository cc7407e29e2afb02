import { arrangedOf, type CaseInProgress, metadataOf } from '../case-in-progress.ts'
import type { TermSource } from '../retention/term-of-record.ts'

/** What the term (保管期限) of a case is counted from. */
export function termSource(progress: CaseInProgress): TermSource {
  const { caseFile, scope } = arrangedOf(progress).arranged
  const { finishedAt, decidedAt } = caseFile.case
  return {
    retention: scope.retention,
    finishedAt: new Date(finishedAt),
    decidedAt: decidedAt === null ? undefined : new Date(decidedAt),
    metadata: metadataOf(progress),
  }
}
