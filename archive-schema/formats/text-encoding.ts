/**
 * Encodings in which text is recognised: Unicode and the national standard GB 18030 (with GBK and GB 2312 inside it).
 */
export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

export type DecodedText = { readonly text: string; readonly encoding: TextEncoding }

/**
 * Decodes bytes that are text, without byte order mark. The mark decides; without one it is UTF-8, and if it cannot be,
 * GB 18030. `undefined` if the bytes are no text: an impossible sequence, or control characters other than white space.
 * With `isCut` the bytes are a beginning, and a character that is cut off at their end is left out.
 */
export function decodeText(bytes: Uint8Array, isCut: boolean): DecodedText | undefined {
  for (const encoding of possibleEncodings(bytes)) {
    const text = decodeAs(bytes, encoding, isCut)
    if (text !== undefined && !holdsControls(text)) return { text, encoding }
  }
  return undefined
}

/** Whether text holds what no text file needs: control characters, or code points that are no characters. */
export function holdsControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is there to find them.
  return /[\u0000-\u0008\u000e-\u001f\ufffe\uffff]/.test(text)
}

/** The encoding that a byte order mark announces. */
export function markedEncoding(bytes: Uint8Array): TextEncoding | undefined {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return undefined
}

/** Decodes in one encoding; `undefined` if the bytes are not in it. */
export function decodeAs(bytes: Uint8Array, encoding: TextEncoding, isCut: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: isCut })
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function possibleEncodings(bytes: Uint8Array): readonly TextEncoding[] {
  const marked = markedEncoding(bytes)
  return marked === undefined ? ['utf-8', 'gb18030'] : [marked]
}
