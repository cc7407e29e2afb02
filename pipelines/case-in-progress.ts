import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ArrangedCase } from '#archive-schema/arranged-case.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { BoundChild } from '#archive-schema/joint-case/bound-child.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { ScopeEntry } from '#archive-schema/scope/scope-table.ts'
import type { Handover } from '#storage/catalogue/cases.ts'
import type { RecognitionSummary, RecordObjects } from '#storage/catalogue/records.ts'
import type { StagedContent } from '#storage/staging/staging-area.ts'
import type { SealedPackage } from './encapsulation/encapsulate.ts'
import type { StagedObject } from './staged-object.ts'
import type { StockCount } from './stocktaking/take-stock.ts'

/** What each stage decides: kept as JSON, read back after a restart. Files that a stage makes lie in staging. */
export type StageResults = {
  /** The scope tables that were known; the arranged case follows from them. */
  readonly arrangement: { readonly tables: readonly string[] }
  readonly stocktaking: StockCount
  /** `text`: the text object in staging, absent when recognition is off. */
  readonly recognition: RecognitionSummary & { readonly text?: StagedObject }
  /** 电子文件号 and 归档时间: from here on, the package of the case has one form only. */
  readonly description: {
    readonly number: string
    readonly archivedAt: string
    /** 子件 that are bound; absent where nothing is. */
    readonly children?: readonly BoundChild[]
  }
  /** The package in staging. */
  readonly encapsulation: Omit<SealedPackage, 'path'> & { readonly file: string }
  /** The evidence object in staging, and those before it whose signers have been revoked since. */
  readonly sealing: { readonly evidence: StagedObject; readonly withdrawn?: readonly StagedObject[] }
  readonly inspection: InspectionReport
  readonly registration: { readonly archivalCode: string; readonly registeredAt: string }
  readonly preservation: RecordObjects
}

/** 在办归档件 (a case on its way through the stages): what was handed over, what was decided, and what follows from it. */
export type CaseInProgress = {
  readonly id: string
  readonly folder: string
  readonly handover: Handover
  readonly results: Partial<StageResults>
  /** From arrangement on. */
  readonly arranged?: ArrangedCase
  readonly scopeEntry?: ScopeEntry
  /** From description on. */
  readonly metadata?: RecordMetadata
}

/** The arranged case. That arrangement has run is the pipeline's promise. */
export function arrangedOf({ id, arranged, scopeEntry }: CaseInProgress): {
  readonly arranged: ArrangedCase
  readonly scopeEntry: ScopeEntry
} {
  if (arranged === undefined || scopeEntry === undefined) throw new Error(`case ${id} has not been arranged`)
  return { arranged, scopeEntry }
}

/** The metadata of the record. That description has run is the pipeline's promise. */
export function metadataOf({ id, metadata }: CaseInProgress): RecordMetadata {
  if (metadata === undefined) throw new Error(`case ${id} has not been described`)
  return metadata
}

/** The staged bytes of a captured file. */
export function stagedReader({ handover }: CaseInProgress, content: StagedContent, path: string): ContentReader {
  const file = handover.files.find((candidate) => candidate.path === path)
  if (file === undefined) throw new ArchiveError({ code: 'STAGING_LOST', file: path, found: 'not captured' })
  return content.reader({ offset: file.offset, bytes: file.fixity.bytes })
}
