import { type Attempt, demandValue } from '#archive-schema/attempt.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import { formatInformation } from '#archive-schema/formats/format-information.ts'
import type { DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { digestGroups } from '#archive-schema/metadata/wording.ts'
import { documentRules, titleOf } from '#archive-schema/profiles/element-tables.ts'
import type { PageFacts } from '../../examination/pages/page-facts.ts'
import { checkBothSides } from '../both-sides.ts'
import type { Check } from '../check.ts'
import { refusalFault } from '../content-refusals.ts'
import { unlessEqual } from '../differences.ts'
import { digestLine } from '../digest-line.ts'
import { documentPath, type InspectionView } from '../inspection-view.ts'

/**
 * GD-1-10 内容数据的电子属性一致性检测: name, size, format, digests and number of pages (PDF, OFD, TIFF) that the metadata give
 * for a content file are those of its bytes. A file that is not there is a matter of GD-1-11, one whose format cannot be told one of GD-3-3 to GD-3-8.
 */
export const electronicAttributes: Check = {
  rule: 'GD-1-10',
  check(view) {
    demandValue(view.opened)
    const check = (document: DocumentMetadata, i: number) => attributeFaults(view, document, `documents[${i}]`)
    return checkBothSides(
      view,
      ({ metadata }) => metadata.documents.flatMap(check),
      '计算机文件名、字节数、格式、数字摘要、页数',
    )
  },
}

function attributeFaults(view: InspectionView, document: DocumentMetadata, place: string): readonly CheckEvidence[] {
  const path = documentPath(view, document)
  const measured = view.measured.files.get(path)
  if (measured === undefined) return []
  const profile = view.subject.metadataProfile
  const title = (key: keyof DocumentMetadata) => titleOf(documentRules(profile), key)
  const faults = [
    ...unlessEqual(title('computerFileName'), document.computerFileName, nameWithoutExtension(path)),
    ...unlessEqual(title('bytes'), document.bytes, measured.bytes),
    ...unlessEqual(title('digests'), digestLine(document.digests), digestLine(digestGroups(profile, measured))),
    ...formatFaults(document, view.formats.get(path), title),
    ...pageFaults(document, view.pages.get(path), title),
  ]
  return faults.map((fault) => ({ ...fault, location: `${place} ${path} ${fault.location}` }))
}

function formatFaults(
  document: DocumentMetadata,
  examined: Attempt<ContentFormat> | undefined,
  title: (key: keyof DocumentMetadata) => string,
) {
  if (examined === undefined || 'refusal' in examined) return []
  const { extension, mediaType, version, pronom } = examined.value
  const information = formatInformation(examined.value)
  return [
    ...unlessEqual(title('format'), document.format, extension),
    ...unlessEqual(title('mediaType'), document.mediaType, mediaType),
    ...unlessEqual(title('formatVersion'), document.formatVersion, version),
    ...unlessEqual(title('formatIdentifier'), document.formatIdentifier, pronom),
    // Records of before this element have none, and lose nothing by it: the elements above say the same.
    ...(document.formatInformation === undefined
      ? []
      : unlessEqual(title('formatInformation'), document.formatInformation, information)),
  ]
}

/** 页数 as registered, of the file and of its scan; what has no pages, or does not tell them, is not compared. */
function pageFaults(
  document: DocumentMetadata,
  read: Attempt<PageFacts> | undefined,
  title: (key: keyof DocumentMetadata) => string,
) {
  if (read === undefined) return []
  if ('refusal' in read) return [refusalFault(title('pageCount'), read.refusal)]
  const { pages } = read.value
  if (pages === undefined) return []
  const { pageCount = String(pages), digitisation } = document
  return [
    ...unlessEqual(title('pageCount'), pageCount, String(pages)),
    ...unlessEqual(
      `${title('digitisation')}${title('pageCount')}`,
      digitisation?.pages ?? String(pages),
      String(pages),
    ),
  ]
}

function nameWithoutExtension(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? name : name.slice(0, dot)
}
