import { ArchiveError } from '#archive-schema/archive-error.ts'
import { bytesReader } from '#archive-schema/content-reader.ts'
import { type FormatEntry, formatEntry } from '#archive-schema/formats/format-profile.ts'
import { beginExamination } from '#pipelines/examination/begin-examination.ts'
import { defaultContentLimits } from '#pipelines/examination/content-limits.ts'
import { ContentWindow } from '#pipelines/examination/content-window.ts'
import { describeFormat } from '#pipelines/examination/describe-format.ts'

/**
 * `right`: the very PRONOM identifier. `general`: only the general format or the container of which this is a special
 * form. `text`: no signature, but it reads as text. `unknown`: nothing is told. `wrong`: anything else.
 */
export const scores = ['right', 'general', 'text', 'unknown', 'wrong'] as const
export type Score = (typeof scores)[number]

/** A file with the PRONOM identifier that it has; where PRONOM has none, the identifier of the format in the profile. */
export type KnownFile = { readonly pronom: string; readonly file: string; readonly content: Uint8Array }
export type ScoredFile = {
  readonly pronom: string
  readonly file: string
  readonly score: Score
  readonly told: string
}

/** What is told of each file by its bytes, against what it is. Skeletons are not whole, so structure is not asked for. */
export async function scoreFiles(files: readonly KnownFile[]): Promise<readonly ScoredFile[]> {
  const scored: ScoredFile[] = []
  for (const { pronom, file, content } of files)
    scored.push({ pronom, file, ...(await scoreFile(pronom, file, content)) })
  return scored
}

async function scoreFile(
  pronom: string,
  file: string,
  content: Uint8Array,
): Promise<Pick<ScoredFile, 'score' | 'told'>> {
  const found = await identify(file, content)
  if (found === undefined) return { score: 'unknown', told: '—' }
  const told = found.pronom ?? found.id
  if (told === pronom) return { score: 'right', told }
  const entry = formatEntry(found.id)
  if (isGeneralOf(entry, told, pronom)) return { score: 'general', told }
  return { score: entry.kind === 'text' ? 'text' : 'wrong', told }
}

/** Formats in which others live: a file in one is told as the container where nothing more is known of it. */
const containers = ['zip', 'ole']

function isGeneralOf(entry: FormatEntry, told: string, pronom: string): boolean {
  const { id, versions = [], generalOf = [] } = entry
  const isVersionOpen = versions.every((version) => version.pronom !== told)
  const isContainer = containers.includes(id) && isVersionOpen
  return isContainer || generalOf.includes(pronom) || (isVersionOpen && versions.some((one) => one.pronom === pronom))
}

async function identify(file: string, content: Uint8Array) {
  try {
    const window = new ContentWindow(bytesReader(content))
    return await describeFormat(await beginExamination(file, window, defaultContentLimits), {})
  } catch (error) {
    if (error instanceof ArchiveError) return undefined
    throw error
  }
}

/** How many files came to each score. */
export function countScores(scored: readonly ScoredFile[]): Readonly<Record<Score, number>> {
  const count = (score: Score) => scored.filter((one) => one.score === score).length
  return {
    right: count('right'),
    general: count('general'),
    text: count('text'),
    unknown: count('unknown'),
    wrong: count('wrong'),
  }
}
