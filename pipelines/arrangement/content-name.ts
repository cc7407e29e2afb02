/** Four digits number the files of a folder (DA/T 85 profile, content file names). */
export const highestSequence = 9999

const longestName = 200
/** Forbidden in names, with control and format characters: those can make a name show as another one. */
const forbidden = /[\\/:*?"<>|\p{Cc}\p{Cf}]/gu

/**
 * The name of a content file in its folder: `NNNN_<标准名称>.<ext>`, NFC, without characters that a file system forbids
 * (each becomes `_`), at most 200 bytes of UTF-8. What is too long loses whole characters at the end of the title.
 */
export function contentName(sequence: number, title: string, extension: string): string {
  const number = String(sequence).padStart(4, '0')
  const room = longestName - byteLength(`${number}_.${extension}`)
  const whole = title.normalize('NFC').replaceAll(forbidden, '_').normalize('NFC')
  return `${number}_${trimmed(cut(trimmed(whole), room)) || '_'}.${extension}`
}

/** Blanks and dots at the ends are lost or refused by some file systems. */
function trimmed(title: string): string {
  return title.replace(/^[\s.]+/u, '').replace(/[\s.]+$/u, '')
}

function cut(title: string, room: number): string {
  let kept = ''
  let bytes = 0
  for (const character of title) {
    bytes += byteLength(character)
    if (bytes > room) break
    kept += character
  }
  return kept
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
