import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { fromBase64, toBase64 } from './base64.ts'

/** A signature line of a note: who signed, with which key, and the signature in the form of the key's type. */
export type NoteSignature = {
  readonly name: string
  /** Key ID: four bytes. */
  readonly id: Uint8Array
  readonly signature: Uint8Array
}

/** 签名文本 (signed note, C2SP signed-note): a text that ends with LF, and at least one signature of it. */
export type SignedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] }

const what = 'signed note'
const idBytes = 4
/** C2SP asks for at least 16 signatures; those with post-quantum keys have almost 5 kB. */
const maxNoteBytes = 128 * 1024
const lineForm = /^— (\S+) ([0-9A-Za-z+/]+={0,2})$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const forbidden = /[\u0000-\u0009\u000b-\u001f]/

/** Whether a key may be called so: not empty, without Unicode spaces and plus signs. */
export function isKeyName(name: string): boolean {
  return /^[^\s+\u0085]+$/u.test(name) && name.isWellFormed() && !forbidden.test(name)
}

/** A signature line, with LF. */
export function formatSignature({ name, id, signature }: NoteSignature): string {
  return `— ${name} ${toBase64(Buffer.concat([id, signature]))}\n`
}

/** Bytes of a note: text, empty line, signature lines. Throws `EVIDENCE_INVALID` if a part has no such form. */
export function formatNote({ text, signatures }: SignedNote): Uint8Array {
  const bytes = Buffer.from(`${text}\n${signatures.map(formatSignature).join('')}`)
  parseNote(bytes)
  return bytes
}

/**
 * Reads a note. Stricter than C2SP asks of lines of unknown keys: these too must have the form of a signature line.
 * Throws `EVIDENCE_INVALID`.
 */
export function parseNote(bytes: Uint8Array): SignedNote {
  demandOfEvidence(bytes.length <= maxNoteBytes, what, `it is over ${maxNoteBytes} bytes long`)
  const whole = Buffer.from(bytes).toString('utf8')
  demandOfEvidence(Buffer.from(whole).equals(bytes), what, 'it is not UTF-8')
  demandOfEvidence(!forbidden.test(whole), what, 'it holds control characters')
  const parting = whole.lastIndexOf('\n\n')
  demandOfEvidence(parting >= 0, what, 'no empty line parts the text from the signatures')
  const lines = whole.slice(parting + 2).split('\n')
  demandOfEvidence(lines.pop() === '', what, 'the last line does not end with LF')
  demandOfEvidence(lines.length > 0, what, 'it has no signature')
  return { text: whole.slice(0, parting + 1), signatures: lines.map(parseLine) }
}

function parseLine(line: string): NoteSignature {
  const [, name = '', encoded = ''] = lineForm.exec(line) ?? []
  demandOfEvidence(isKeyName(name), what, `"${line}" is no signature line`)
  const bytes = fromBase64(encoded, what)
  demandOfEvidence(bytes.length > idBytes, what, `the signature of ${name} is empty`)
  return { name, id: bytes.subarray(0, idBytes), signature: bytes.subarray(idBytes) }
}
