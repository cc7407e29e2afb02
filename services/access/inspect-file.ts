import { basename } from 'node:path'
import { attempt } from '#archive-schema/attempt.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import { inspectionProfiles } from '#archive-schema/inspection/inspection-profiles.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { InspectionStage } from '#archive-schema/inspection/inspection-stage.ts'
import { inspectForeign } from '#pipelines/inspection/foreign/inspect-foreign.ts'
import { findRecord, type PreservedRecord } from '#storage/catalogue/records.ts'
import { fileReader } from '#storage/content/file-reader.ts'
import { openPackage } from '#storage/packages/package-reader.ts'
import type { Archive } from '../open-archive.ts'
import { inspectStored } from './inspect-stored.ts'

/** A package in a file, inspected; `record` is what this archive holds of it. */
export type InspectedFile = { readonly report: InspectionReport; readonly record: PreservedRecord | undefined }

/**
 * 检测 of a package in a file. One of our form whose number is registered here is compared with all that is registered, as if it
 * lay in the store; of any other, the package alone is judged.
 */
export async function inspectFile(archive: Archive, file: string, stage: InspectionStage): Promise<InspectedFile> {
  const container = await fileReader(file)
  try {
    const record = await registeredAs(archive, container, file)
    const { profile: metadataProfile, scanner } = archive
    const manner = { metadataProfile, scanner, profile: inspectionProfiles[stage], at: archive.now() }
    const report =
      record === undefined
        ? await inspectForeign(container, basename(file), manner)
        : await inspectStored(archive, record, stage, container)
    return { report, record }
  } finally {
    await container.close()
  }
}

async function registeredAs({ catalogue }: Archive, container: ContentReader, file: string) {
  const opened = await attempt(() => openPackage(container, file))
  return 'value' in opened ? findRecord(catalogue.pool, opened.value.root) : undefined
}
