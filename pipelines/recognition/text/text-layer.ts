import { coreOf } from './compare-text.ts'
import { foldCharacters } from './fold-characters.ts'
import { closeLetterSpacing } from './letter-spacing.ts'

/** What to do with the text layer of a page: it is the text, it is not to be used, or the picture holds more. */
export type LayerVerdict = 'layer' | 'picture' | 'both'

/** Fewer letters than this may be a page number or a stamp on top of a scanned page. */
const FEWEST_LETTERS = 50

/** A layer with more signs than this that are no characters came out of a font without a proper map. */
const MOST_BROKEN = 0.05

/**
 * Judges a text layer. Plausible text that fills the page is taken as it is; without plausible text the picture is
 * recognised; a few words on a page that also holds pictures are kept and the picture is recognised too.
 */
export function judgeTextLayer(text: string, hasPictures: boolean): LayerVerdict {
  const letters = coreOf(text).length
  if (letters === 0 || brokenShare(text) > MOST_BROKEN) return 'picture'
  return hasPictures && letters < FEWEST_LETTERS ? 'both' : 'layer'
}

function brokenShare(text: string): number {
  const visible = text.replaceAll(/\s/g, '')
  const broken = visible.match(/[\p{Cc}\p{Co}\p{Cn}\ufffd]/gu)
  return visible.length === 0 ? 0 : (broken?.length ?? 0) / visible.length
}

/** The text of a layer for reading and searching: one kind of line end, no empty lines, characters folded. */
export function cleanTextLayer(raw: string): string {
  return foldCharacters(raw)
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) =>
      closeLetterSpacing(
        line
          .replaceAll(/[\u00ad\u200b\ufeff]/g, '')
          .replaceAll(/[^\S\n]+/g, ' ')
          .trim(),
      ),
    )
    .filter((line) => line !== '')
    .join('\n')
}

/** The lines of `layer` of which the recogniser read nothing in `recognised`. */
export function linesMissing(layer: string, recognised: string): string[] {
  const read = coreOf(recognised)
  return layer.split('\n').filter((line) => coreOf(line) !== '' && !read.includes(coreOf(line)))
}
