import { duplicateKey } from './duplicate-key.ts'

/** What reading JSON came to: the value, or the first reason why there is none. */
export type JsonReading =
  | { readonly value: unknown; readonly fault?: never }
  | { readonly value?: never; readonly fault: UnreadableJson }

/** Why there is no value: the bytes are no UTF-8, or the text is no JSON. `field` is the place of a duplicate key. */
export type UnreadableJson = {
  readonly kind: 'ENCODING' | 'SYNTAX'
  readonly found: string
  readonly field?: string
}

/**
 * Reads UTF-8 JSON without BOM (RFC 8259). A key that an object has twice is a fault: readers differ in which value
 * they take, so the archive and the body could believe different things.
 */
export function readJson(bytes: Uint8Array): JsonReading {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { fault: { kind: 'ENCODING', found: 'BOM EF BB BF' } }
  }
  const json = decodeUtf8(bytes)
  if (json === undefined) return { fault: { kind: 'ENCODING', found: '含非 UTF-8 字节 / bytes that are not UTF-8' } }
  try {
    const value: unknown = JSON.parse(json)
    const duplicate = duplicateKey(json)
    if (duplicate === undefined) return { value }
    return { fault: { kind: 'SYNTAX', found: `键重复 / duplicate key: ${duplicate}`, field: duplicate } }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { fault: { kind: 'SYNTAX', found: syntaxFound(error.message, json) } }
  }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function syntaxFound(message: string, json: string): string {
  const place = /\(line (\d+) column (\d+)\)$/.exec(message)
  if (place !== null) {
    const [reason] = message.split(' at position ')
    return `第 ${place[1]} 行第 ${place[2]} 列 / line ${place[1]} column ${place[2]}: ${reason}`
  }
  if (message.includes('end of JSON input')) {
    const lines = json.split('\n')
    return `第 ${lines.length} 行末尾内容中断 / ends too early in line ${lines.length}`
  }
  // The engine quotes the content after a comma; what applicants wrote does not belong in a message.
  return message.split(', ')[0] ?? message
}
