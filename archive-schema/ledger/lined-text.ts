import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'

/** The text of a life event (what an entry of the ledger is about): its kind, fields in a fixed order, then one line for each thing that it names. UTF-8, LF. */
export type LinedText = {
  readonly fields: Readonly<Record<string, string>>
  readonly lines: readonly string[]
}

const value = /^[^\p{Cc}]+$/u

/** Bytes of the text. Throws `EVIDENCE_INVALID` if a field or line has no form. */
export function formatLined(kind: string, { fields, lines }: LinedText): Uint8Array {
  const all = [kind, ...Object.entries(fields).map(([name, text]) => `${name}: ${text}`), ...lines]
  demandOfEvidence(
    all.every((line) => value.test(line)),
    kind,
    'a field or line has a value that has no form',
  )
  return Buffer.from(`${all.join('\n')}\n`)
}

/** Reads `bytes` if `formatLined` writes them with these field names. Throws `EVIDENCE_INVALID`. */
export function parseLined<Name extends string>(
  kind: string,
  names: readonly Name[],
  bytes: Uint8Array,
): { readonly fields: Readonly<Record<Name, string>>; readonly lines: readonly string[] } {
  const [head, ...rest] = Buffer.from(bytes).toString('utf8').split('\n')
  demandOfEvidence(head === kind && rest.at(-1) === '', kind, `it is no ${kind}`)
  const fields = Object.fromEntries(
    names.map((name, i) => {
      const line = rest[i] ?? ''
      demandOfEvidence(line.startsWith(`${name}: `), kind, `line ${i + 2} is not ${name}`)
      return [name, line.slice(name.length + 2)]
    }),
  ) as Record<Name, string>
  const lines = rest.slice(names.length, -1)
  demandOfEvidence(
    isSame(formatLined(kind, { fields, lines }), bytes),
    kind,
    'it is not written in the one allowed way',
  )
  return { fields, lines }
}

/** A key or path that nobody registered may hold what no line can. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\ufffd')
}

/** A text is right only if what was read of it is written as it stands. */
export function demandRebuilt(kind: string, rebuilt: Uint8Array, bytes: Uint8Array): void {
  demandOfEvidence(isSame(rebuilt, bytes), kind, 'it is not written in the one allowed way')
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0
}
