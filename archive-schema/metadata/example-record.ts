import type { ArrangedCase, ArrangedFile } from '#archive-schema/arranged-case.ts'
import type { CaseFile, Material, MaterialFile } from '#archive-schema/case-file/case-file.ts'
import { materialClasses } from '#archive-schema/case-file/material.ts'
import { formatElectronicRecordCode } from '#archive-schema/package/electronic-record-code.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { DescriptionParticulars } from './describe-case.ts'

/** For tests: a case in package order under a scope table that agrees with it. SM3 digests stand in for real ones. */
export function exampleArrangement(caseFile: CaseFile): ArrangedCase {
  const { item } = caseFile
  const scope = {
    tableVersion: item.scopeTable.version,
    approvedBy: '长沙市湘麓区档案局',
    approvalNumber: item.scopeTable.approvalNumber,
    effectiveFrom: '2024-07-01',
    itemCode: item.code,
    itemVersion: item.version,
    retention: item.retention,
  }
  return { caseFile, scope, files: materialClasses.flatMap((folder) => exampleFolder(caseFile.materials, folder)) }
}

/** For tests: the number, the time and the software that agree with a case. */
export function exampleParticulars(profile: Profile, { unit, item, case: handling }: CaseFile): DescriptionParticulars {
  const parts = { region: unit.regionCode, fonds: unit.fondsCode, item: item.baseCode, year: handling.year }
  return {
    electronicRecordCode: formatElectronicRecordCode(profile, { ...parts, retention: item.retention, serial: 21 }),
    archivedAt: new Date('2026-03-01T02:00:05.250Z'),
    software: { name: 'Guidang', version: '0.1.0' },
  }
}

function exampleFolder(materials: readonly Material[], folder: ArrangedFile['folder']): ArrangedFile[] {
  const inFolder = materials.filter((material) => material.class === folder)
  const listed = inFolder.flatMap((material) => material.files.map((file) => ({ material, file })))
  return listed.map(({ material, file }, i) => exampleFile(material, file, i + 1))
}

function exampleFile(material: Material, listed: MaterialFile, sequence: number): ArrangedFile {
  const extension = listed.path.split('.').at(-1) ?? ''
  return {
    path: listed.path,
    folder: material.class,
    sequence,
    name: `${String(sequence).padStart(4, '0')}_${material.name}.${extension}`,
    fixity: { bytes: listed.bytes, sha256: listed.sha256, sm3: listed.sha256 },
    format: { id: extension, mediaType: listed.mediaType ?? 'application/octet-stream', extension },
    material,
    listed,
  }
}
