import { type Attempt, attempt, demandValue } from '#archive-schema/attempt.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { Evidence } from '#archive-schema/evidence/evidence.ts'
import { readEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import type { InspectionProfile } from '#archive-schema/inspection/inspection-profile.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { contentPath } from '#archive-schema/package/content-path.ts'
import { batchOf } from '#storage/catalogue/batch-entries.ts'
import { descriptionVersions } from '#storage/catalogue/description-versions.ts'
import { documentsOf } from '#storage/catalogue/documents.ts'
import type { RecordEntry } from '#storage/catalogue/records.ts'
import { findForm } from '#storage/catalogue/registration-forms.ts'
import { arrangedOf, type CaseInProgress, metadataOf } from '../case-in-progress.ts'
import { defaultContentLimits } from '../examination/content-limits.ts'
import { examineContent } from '../examination/examine-content.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { resultOf } from '../stage.ts'
import { inspectPackage } from './inspect-package.ts'
import type { InspectionSubject, PreservedState } from './inspection-subject.ts'
import { archivalGaps, takenNumbers } from './taken-numbers.ts'

/** What inspection works with. */
export type InspectionTools = Pick<
  PipelineTools,
  'catalogue' | 'signer' | 'signatureAnchors' | 'sendingSystems' | 'profile' | 'scanner' | 'now'
>

/** The sealed bytes of a case, in staging or in the store, where the evidence may be missing. */
export type SealedBytes = { readonly container: ContentReader; readonly evidence: Attempt<ContentReader> }

type Examine = InspectionSubject['examine']

/** Examines the bytes in the package, whatever is known of them. */
const examineAgain: Examine = (file, content) => examineContent(file, content, {}, defaultContentLimits)

/**
 * Takes over what capture found, for bytes in the package that are the very bytes which capture examined: both digests, as
 * measured in the package, say so. Everything else is examined again.
 */
export function examineUnlessCaptured(progress: CaseInProgress, { profile }: InspectionTools): Examine {
  const { files } = arrangedOf(progress).arranged
  const captured = new Map(files.map((file) => [contentPath(profile, file.folder, file.name), file]))
  return async (path, content, measured) => {
    const file = captured.get(path)
    const isSame = measured?.sha256 === file?.fixity.sha256 && measured?.sm3 === file?.fixity.sm3
    return file !== undefined && isSame ? file.format : examineAgain(path, content, measured)
  }
}

/** How a registered record is inspected: at which stage, and beside which state of its objects. */
export type InspectionManner = { readonly profile: InspectionProfile; readonly preserved?: PreservedState }

/** Inspects the package of a case against everything that was decided and registered about it. */
export async function inspectCase(
  progress: CaseInProgress,
  tools: InspectionTools,
  sealed: SealedBytes,
  examine: Examine,
): Promise<InspectionReport> {
  return inspectPackage(await subjectOf(progress, tools, sealed, metadataOf(progress), examine), dat70Gd)
}

/**
 * Inspects the package of a registered record against what the catalogue holds of it: the metadata as they were registered,
 * and the rows beside them.
 */
export async function inspectRegistered(
  progress: CaseInProgress,
  tools: InspectionTools,
  sealed: SealedBytes,
  record: RecordEntry,
  { profile, preserved }: InspectionManner,
): Promise<InspectionReport> {
  const staged = await subjectOf(progress, tools, sealed, record.metadata, examineAgain)
  const { pool } = tools.catalogue
  const documents = await documentsOf(pool, record.number)
  const corrections = await descriptionVersions(pool, record.number)
  const { archivalCode } = resultOf(progress, 'registration')
  const subject = {
    ...staged,
    taken: { ...staged.taken, archivalGaps: await archivalGaps(tools, record) },
    entry: { record, documents, corrections, archivalCode },
    ...(preserved === undefined ? {} : { preserved }),
  }
  return inspectPackage(subject, profile)
}

async function subjectOf(
  progress: CaseInProgress,
  tools: InspectionTools,
  { container, evidence }: SealedBytes,
  described: RecordMetadata,
  examine: Examine,
): Promise<InspectionSubject> {
  const { arranged, scopeEntry } = arrangedOf(progress)
  const batch = await batchOf(tools.catalogue.pool, progress.id)
  return {
    number: resultOf(progress, 'description').number,
    container,
    sealed: resultOf(progress, 'encapsulation').fixity,
    evidence: await attempt(() => readEvidence(demandValue(evidence))),
    trust: tools.signer.trust,
    signatureAnchors: tools.signatureAnchors,
    source: arranged.caseFile.source,
    sendingSystems: tools.sendingSystems,
    at: tools.now(),
    described,
    metadataProfile: tools.profile,
    stock: resultOf(progress, 'stocktaking'),
    ...(batch === undefined ? {} : { batch: { number: batch, form: await findForm(tools.catalogue.pool, batch) } }),
    scope: { decision: arranged.scope, entry: scopeEntry },
    taken: await takenNumbers(progress, tools, described),
    examine,
    scanner: tools.scanner,
  }
}

async function readEvidence(object: ContentReader): Promise<Evidence> {
  return readEvidenceObject(await object.read(0, object.bytes))
}
