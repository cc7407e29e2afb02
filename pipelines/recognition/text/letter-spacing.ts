const HAN = '\\p{Script=Han}'
const SPACED = new RegExp(`(?<=^|\\s)${HAN}(?:\\s+${HAN}){2,}(?=\\s|$)`, 'gu')

/** Closes words that were printed with space between their characters: 营 业 执 照 is 营业执照. */
export function closeLetterSpacing(line: string): string {
  return line.replaceAll(SPACED, (word) => word.replaceAll(/\s+/g, ''))
}
