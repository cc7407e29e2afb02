/** What is left of a text when only its letters, digits and Han characters count, in one form each (NFKC). */
export function coreOf(text: string): string {
  return text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '')
}
