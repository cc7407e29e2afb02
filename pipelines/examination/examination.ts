import type { FormatEntry } from '#archive-schema/formats/format-profile.ts'
import type { ContentLimits } from './content-limits.ts'
import type { ContentWindow } from './content-window.ts'
import type { ExpansionBudget } from './expansion-budget.ts'
import type { ZipEntry } from './zip-listing.ts'

/** One content file under examination. */
export type Examination = {
  /** Path as listed, e.g. `files/01_申请表.jpg`; every refusal names it. */
  readonly file: string
  readonly content: ContentWindow
  readonly format: FormatEntry
  /** What a ZIP, or a format that lives in one, holds; empty for every other format. */
  readonly entries: readonly ZipEntry[]
  /** The text that tells the version of a container; missing for every other format, which its own bytes tell. */
  readonly inside?: string
  readonly limits: ContentLimits
  readonly budget: ExpansionBudget
}

/** What the bytes say beyond the format itself. */
export type Examined = {
  /** Its version, where the structure tells it. */
  readonly version?: string
  /** The text in which the file says of itself which special form it is, as a PDF does in its metadata. */
  readonly claims?: string
}

/**
 * Looks at the whole structure of a file of one format. Resolves if it is complete, not encrypted and without active
 * content, as far as the examiner's own comment promises; else throws an `ArchiveError` that names the file.
 */
export type Examiner = (examination: Examination) => Promise<Examined>
