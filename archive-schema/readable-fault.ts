import type { Fault } from './fault.ts'

/** No sentence gets better by more of what a hand-over holds. */
const longest = 400

/** What moves the cursor, ends a line or turns the order of writing round. */
const treacherous = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

/**
 * The fault as it may be kept and shown: whatever a hostile hand-over has put into a name or a value, each part of it is
 * well-formed Unicode, of one line, without control characters (they are spelled out, as in `\u{1b}`) and not long.
 */
export function readableFault(fault: Fault): Fault {
  const parts = Object.entries(fault).map(([name, text]) => [name, readable(text)])
  return { ...Object.fromEntries(parts), code: fault.code }
}

function readable(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  return short
    .toWellFormed()
    .replaceAll(treacherous, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
