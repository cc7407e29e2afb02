import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** A scanned page of a sample case and where its true text lies. */
const TruthPage = z.object({
  case: z.string(),
  /** Path in the case folder. */
  file: z.string(),
  page: z.number(),
  /** Path below `truth`. */
  truth: z.string(),
  scan: z.object({ dpi: z.number() }),
  /** What is written by hand, which the true text leaves out. */
  handwriting: z.array(z.string()),
  /** Values that a person would look for: codes, names, numbers. */
  fields: z.record(z.string(), z.string()),
})
export type TruthPage = z.infer<typeof TruthPage>

/** The samples: `accepted` case folders and `truth` beside them. */
export const sampleFolder = join(import.meta.dirname, '..', 'cases')

/** All pages with known text, in the order of the index. */
export async function readTruthPages(): Promise<TruthPage[]> {
  const index = await readFile(join(sampleFolder, 'truth', 'index.json'), 'utf8')
  return z.array(TruthPage).parse(JSON.parse(index))
}

/** The true text of a page. */
export function readTruth(page: TruthPage): Promise<string> {
  return readFile(join(sampleFolder, 'truth', page.truth), 'utf8')
}

/** Path of the content file that holds the page. */
export function pathOf(page: TruthPage): string {
  return join(sampleFolder, 'accepted', page.case, page.file)
}
