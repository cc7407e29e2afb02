/**
 * The form in which text is searched: compatibility forms folded (NFKC: Kangxi radicals, full-width letters),
 * lower case, no white space, because recognition puts line ends and blanks where the reader sees none.
 */
export function searchText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '')
}

/** Every pair of neighbouring characters (code points) of a search text, each once: the index of Chinese, which has no words. */
export function searchGrams(text: string): string[] {
  const characters = [...text]
  return [...new Set(characters.slice(1).map((character, i) => `${characters[i]}${character}`))]
}
