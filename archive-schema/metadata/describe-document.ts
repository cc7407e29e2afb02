import type { ArrangedFile } from '#archive-schema/arranged-case.ts'
import type { Material, Scan } from '#archive-schema/case-file/case-file.ts'
import { formatInformation } from '#archive-schema/formats/format-information.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { localTime, optionalLocalTime } from './local-time.ts'
import type { DocumentMetadata } from './record-metadata.ts'
import { decimal, digestGroups } from './wording.ts'

/** 归档文件元数据 of one content file: what was found in its bytes, and what the case says of it and its material. */
export function describeDocument(profile: Profile, file: ArrangedFile): DocumentMetadata {
  const { folder, sequence, name, path, fixity, format, listed, material } = file
  const { scan } = listed
  return {
    folder,
    number: String(sequence).padStart(4, '0'),
    actualName: name,
    computerFileName: withoutExtension(name),
    sourcePath: path,
    bytes: decimal(fixity.bytes),
    digests: digestGroups(profile, fixity),
    format: format.extension,
    mediaType: format.mediaType,
    formatVersion: format.version,
    formatIdentifier: format.pronom,
    formatInformation: formatInformation(format),
    createdAt: optionalLocalTime(listed.createdAt ?? scan?.scannedAt ?? material.receivedAt),
    pageCount: decimal(listed.pageCount),
    digitisation: scan && describeScan(profile, scan),
    electronicLicence: listed.eLicence,
    ...describeMaterial(profile, material),
  }
}

function describeMaterial({ terms }: Profile, material: Material): Omit<DocumentMetadata, 'folder' | 'number'> {
  const { original, supplied, called } = material
  return {
    typeCode: material.code,
    standardName: material.name,
    materialNumber: decimal(material.number),
    stage: material.stage,
    auxiliary: material.required ? terms.required : terms.notRequired,
    receiptMode: material.received,
    receiptNote: material.note,
    receivedAt: optionalLocalTime(material.receivedAt),
    original: original === undefined ? undefined : original ? terms.original : terms.copy,
    copies: decimal(material.copies),
    promisedBy: supplied?.promisedBy,
    suppliedAt: optionalLocalTime(supplied?.suppliedAt),
    commitment: supplied?.commitment,
    calledLicence: called && { ...called, calledAt: localTime(called.calledAt) },
  }
}

function describeScan({ terms }: Profile, { dpi, colour, scannedAt, pages, ...scan }: Scan) {
  return {
    ...scan,
    originalForm: terms.paper,
    resolution: decimal(dpi),
    colourMode: colour,
    scannedAt: optionalLocalTime(scannedAt),
    pages: decimal(pages),
  }
}

function withoutExtension(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? name : name.slice(0, dot)
}
