import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { demandRebuilt, formatLined } from '#archive-schema/ledger/lined-text.ts'

/** One line `name: value` of a text. */
export type ActLine = readonly [name: string, value: string]

/** A value has no line end or control character, and neither begins nor ends with a blank. */
const value = /^[^\s\p{Cc}\u2028\u2029](?:[^\p{Cc}\u2028\u2029]*[^\s\p{Cc}\u2028\u2029])?$/u
const maxBytes = 2 ** 21

/** Whether a text may stand as the value of a line. */
export function isActValue(text: string): boolean {
  return value.test(text) && text.normalize('NFC') === text && text.isWellFormed()
}

/**
 * Bytes of a text about an act (生命周期事件): its form, then a line a field; UTF-8, NFC, LF. Throws `EVIDENCE_INVALID` if a value
 * cannot stand on one line.
 */
export function formatActText(form: string, lines: readonly ActLine[]): Uint8Array {
  for (const [name, text] of lines) demandOfEvidence(isActValue(text), form, `${name} cannot stand on one line`)
  return formatLined(form, { fields: {}, lines: lines.map(([name, text]) => `${name}: ${text}`) })
}

/**
 * The lines of a text if they are written in the one allowed way. The names are those of `names` in their order; the last one may
 * stand any number of times. Throws `EVIDENCE_INVALID`.
 */
export function readActText(form: string, names: readonly string[], bytes: Uint8Array): ReadonlyMap<string, string[]> {
  demandOfEvidence(bytes.length <= maxBytes, form, `it is over ${maxBytes} bytes long`)
  const [first, ...rest] = Buffer.from(bytes).toString('utf8').split('\n')
  demandOfEvidence(first === form, form, 'it does not begin with its form')
  const lines = rest.slice(0, -1).map((line) => readLine(form, line))
  const last = names.at(-1)
  for (const [i, [name]] of lines.entries())
    demandOfEvidence(name === (names[i] ?? last), form, `${name} stands on line ${i + 2}`)
  demandOfEvidence(lines.length >= names.length, form, 'a line is missing')
  demandRebuilt(form, formatActText(form, lines), bytes)
  return new Map(names.map((name) => [name, lines.filter((line) => line[0] === name).map((line) => line[1])]))
}

/** The value of a line that stands once. Throws `EVIDENCE_INVALID`. */
export function oneOf(lines: ReadonlyMap<string, readonly string[]>, name: string): string {
  const [only, ...others] = lines.get(name) ?? []
  demandOfEvidence(only !== undefined && others.length === 0, name, 'it does not stand once')
  return only
}

/** A time as it stands on a line: UTC, whole seconds. */
export function timeLine(at: Date): string {
  return new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}

/** The time of a line. Throws `EVIDENCE_INVALID`. */
export function readTime(text: string): Date {
  const at = new Date(text)
  const isTime = !Number.isNaN(at.getTime()) && timeLine(at) === text
  demandOfEvidence(isTime, 'time', `${text} is no time in UTC`)
  return at
}

function readLine(form: string, line: string): ActLine {
  const [, name, text] = /^([a-z][a-z0-9-]*): (.+)$/su.exec(line) ?? []
  demandOfEvidence(name !== undefined && text !== undefined, form, `no line "name: value": ${line}`)
  return [name, text]
}
