import type { CaseFile, Material, MaterialClass, MaterialFile } from './case-file/case-file.ts'
import type { Fixity } from './fixity.ts'
import type { ContentFormat } from './formats/content-format.ts'
import type { RetentionPeriod } from './retention.ts'

/** A content file as it was captured: what `case.json` said of it has been found true. */
export type CapturedFile = {
  /** Path in the case folder, e.g. `files/01_申请表.jpg`. */
  readonly path: string
  readonly fixity: Fixity
  readonly format: ContentFormat
}

/** 整理后的文件 (one content file in its place in the future package). */
export type ArrangedFile = CapturedFile & {
  /** 归档文件类别 (content folder): 申报文件, 过程文件 or 结果文件. */
  readonly folder: MaterialClass
  /** Number within the folder, from 1 (DA/T 85: four digits in the name). */
  readonly sequence: number
  /** Name in the package, e.g. `0001_申请表.pdf`. */
  readonly name: string
  /** The material in `case.json` to which the file belongs. */
  readonly material: Material
  /** What `case.json` says of the file. */
  readonly listed: MaterialFile
}

/** 归档依据 (the approved scope table entry under which the case was classed; the record keeps it for ever). */
export type ScopeDecision = {
  readonly tableVersion: string
  readonly approvedBy: string
  readonly approvalNumber: string
  readonly effectiveFrom: string
  /** Last day in force, where the table named one when the case was classed. */
  readonly effectiveTo?: string
  readonly itemCode: string
  readonly itemVersion: string
  readonly retention: RetentionPeriod
}

/** 整理后的办件 (an arranged case): ordered, named and classed under an approved scope table. */
export type ArrangedCase = {
  readonly caseFile: CaseFile
  readonly scope: ScopeDecision
  /** In package order: folder by folder, in each by sequence. */
  readonly files: readonly ArrangedFile[]
}
