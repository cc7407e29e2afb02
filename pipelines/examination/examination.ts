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
  readonly limits: ContentLimits
  readonly budget: ExpansionBudget
}

/** What the bytes say beyond the format itself: its version, where they tell it. */
export type Examined = { readonly version?: string }

/**
 * Looks at the whole structure of a file of one format. Resolves if it is complete, not encrypted and without active
 * content, as far as the examiner's own comment promises; else throws an `ArchiveError` that names the file.
 */
export type Examiner = (examination: Examination) => Promise<Examined>
