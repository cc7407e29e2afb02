import type { ContentReader } from '#archive-schema/content-reader.ts'
import { readEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { parseElectronicRecordCode } from '#archive-schema/package/electronic-record-code.ts'
import { missingNumbers } from '#storage/catalogue/numbers.ts'
import { hasRecordOfIdentity, isNumberTaken } from '#storage/catalogue/records.ts'
import { arrangedOf, type CaseInProgress, metadataOf } from '../case-in-progress.ts'
import { defaultContentLimits } from '../examination/content-limits.ts'
import { examineContent } from '../examination/examine-content.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { recordSequence } from '../record-sequence.ts'
import { resultOf } from '../stage.ts'
import { inspectPackage } from './inspect-package.ts'
import type { TakenNumbers } from './inspection-subject.ts'

/** What inspection works with. */
export type InspectionTools = Pick<PipelineTools, 'catalogue' | 'signer' | 'profile' | 'now'>

/** The sealed bytes of a case, in staging or in the store. */
export type SealedBytes = { readonly container: ContentReader; readonly evidence: ContentReader }

/** Inspects the package of a case against everything that was decided and registered about it. */
export async function inspectCase(
  progress: CaseInProgress,
  tools: InspectionTools,
  { container, evidence }: SealedBytes,
): Promise<InspectionReport> {
  const { arranged, scopeEntry } = arrangedOf(progress)
  const subject = {
    number: resultOf(progress, 'description').number,
    container,
    sealed: resultOf(progress, 'encapsulation').fixity,
    evidence: readEvidenceObject(await evidence.read(0, evidence.bytes)),
    trust: tools.signer.trust,
    at: tools.now(),
    described: metadataOf(progress),
    metadataProfile: tools.profile,
    stock: resultOf(progress, 'stocktaking'),
    scope: { decision: arranged.scope, entry: scopeEntry },
    taken: await takenNumbers(progress, tools),
    examine: (file: string, content: ContentReader) => examineContent(file, content, {}, defaultContentLimits),
  }
  return inspectPackage(subject, dat70Gd)
}

async function takenNumbers(progress: CaseInProgress, { catalogue, profile }: InspectionTools): Promise<TakenNumbers> {
  const { number } = resultOf(progress, 'description')
  const { arranged } = arrangedOf(progress)
  const serial = parseElectronicRecordCode(profile, number)?.serial ?? 1
  const { systemCode, serialNumber, revision } = arranged.caseFile.source
  return {
    number: await isNumberTaken(catalogue.pool, number, progress.id),
    identity: await hasRecordOfIdentity(catalogue.pool, { systemCode, serialNumber, revision }, progress.id),
    gaps: await missingNumbers(catalogue.pool, recordSequence(arranged), serial),
  }
}
