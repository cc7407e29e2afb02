import { contentPath } from '#archive-schema/package/content-path.ts'
import type { DocumentEntry } from '#storage/catalogue/documents.ts'
import type { RecordEntry } from '#storage/catalogue/records.ts'
import { arrangedOf, type CaseInProgress, metadataOf } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { resultOf } from '../stage.ts'

/** The catalogue row of a record. */
export function recordEntry(
  progress: CaseInProgress,
  { signer }: PipelineTools,
  { archivalCode, registeredAt }: { readonly archivalCode: string; readonly registeredAt: Date },
): RecordEntry {
  const { caseFile, scope } = arrangedOf(progress).arranged
  const { unit, item, case: handling } = caseFile
  const { text: _, ...recognition } = resultOf(progress, 'recognition')
  return {
    number: resultOf(progress, 'description').number,
    archivalCode,
    caseId: progress.id,
    title: handling.name,
    unit: unit.name,
    fondsCode: unit.fondsCode,
    itemCode: item.code,
    itemName: item.name,
    result: handling.result,
    year: handling.year,
    retention: scope.retention,
    security: handling.security,
    applicants: caseFile.applicants.map(({ name }) => name),
    decidedAt: handling.decidedAt === null ? undefined : new Date(handling.decidedAt),
    finishedAt: new Date(handling.finishedAt),
    metadata: metadataOf(progress),
    scope,
    inspection: resultOf(progress, 'inspection'),
    recognition,
    packageFixity: resultOf(progress, 'encapsulation').fixity,
    testKeys: signer.isTest,
    registeredAt,
  }
}

/** The catalogue rows of its documents, with the places of their bytes in the sealed package. */
export function documentEntries(progress: CaseInProgress, { profile }: PipelineTools): DocumentEntry[] {
  const places = new Map(resultOf(progress, 'encapsulation').entries.map((entry) => [entry.path, entry]))
  return arrangedOf(progress).arranged.files.map((file, i) => {
    const path = contentPath(profile, file.folder, file.name)
    const place = places.get(path)
    if (place === undefined) throw new Error(`${path} is not in the package of case ${progress.id}`)
    return {
      document: i + 1,
      path,
      material: file.material.name,
      class: file.folder,
      sourcePath: file.path,
      fixity: place.fixity,
      format: file.format.id,
      mediaType: file.format.mediaType,
      ...(file.listed.pageCount === undefined ? {} : { pages: file.listed.pageCount }),
      dataOffset: place.dataOffset,
    }
  })
}
