import { type Attempt, demandValue } from '#archive-schema/attempt.ts'
import type { ScanDemand } from '#archive-schema/formats/scan-quality.ts'
import type { DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { isSameMaterial } from '#archive-schema/scope/scope-table.ts'
import { type ColourMode, colourModes, type PageFacts, type Picture } from '../examination/pages/page-facts.ts'
import type { CheckResult } from './check.ts'
import { documentPath, type InspectionView } from './inspection-view.ts'

/** 扫描件 (scan): what was registered of its making, and what its file says. */
export type Scan = {
  readonly path: string
  readonly folder: string
  readonly name: string
  readonly demand: ScanDemand
  /** Registered resolution in dots per inch; `undefined` if it is no number. */
  readonly dpi: number | undefined
  readonly colour: ColourMode | undefined
  /** Identifier of its format in the formats profile. */
  readonly format: string
  readonly pictures: readonly Picture[]
}

/** The scans of a record. Throws where a file could not be looked into: nothing is said of it then. */
export function scansOf(view: InspectionView): readonly Scan[] {
  return view.subject.described.documents.flatMap((document) => {
    const { digitisation, folder, standardName: name = '' } = document
    if (digitisation === undefined) return []
    const path = documentPath(view, document)
    const dpi = Number(digitisation.resolution)
    return [
      {
        path,
        folder,
        name,
        demand: demandOf(view, document),
        dpi: Number.isFinite(dpi) && dpi > 0 ? dpi : undefined,
        colour: colourModes.find((mode) => mode === digitisation.colourMode),
        format: wholeFile(path, view.formats).id,
        pictures: wholeFile<PageFacts>(path, view.pages).pictures,
      },
    ]
  })
}

function wholeFile<T>(path: string, read: ReadonlyMap<string, Attempt<T>>): T {
  const found = read.get(path)
  if (found === undefined) throw new Error(`${path} was not examined`)
  return demandValue(found)
}

function demandOf({ subject }: InspectionView, { folder, standardName = '' }: DocumentMetadata): ScanDemand {
  const { materials } = subject.scope.entry
  const material = materials.find((one) => one.class === folder && isSameMaterial(one.name, standardName))
  return material?.scanning ?? '一般'
}

/** A picture of a scan as a report names it. */
export function pictureName({ path, pictures }: Scan, index: number): string {
  return pictures.length > 1 ? `${path} 第 ${index + 1} 页` : path
}

/** 无扫描件 (no scans): the item does not apply. */
export const withoutScans: CheckResult = {
  outcome: 'NOT_APPLICABLE',
  evidence: [{ location: '信息包', found: '没有登记为扫描件的文件 (no file is registered as a scan)' }],
}
