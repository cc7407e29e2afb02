import { Buffer } from 'node:buffer'
import canonicalize from 'canonicalize'
import type { z } from 'zod'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'

/** Bytes of lines of canonical JSON (RFC 8785), each with LF. */
export function formatJsonLines(lines: readonly object[]): Uint8Array {
  return Buffer.from(lines.map((line) => `${canonicalize(line)}\n`).join(''))
}

/**
 * Reads `bytes` if they are a head and lines of these forms as `formatJsonLines` writes them. Throws `EVIDENCE_INVALID`, naming `file`.
 */
export function parseJsonLines<Head extends object, Line extends object>(
  file: string,
  forms: { readonly head: z.ZodType<Head>; readonly line: z.ZodType<Line> },
  bytes: Uint8Array,
): { readonly head: Head; readonly lines: readonly Line[] } {
  const [first = '', ...others] = Buffer.from(bytes).toString('utf8').split('\n')
  const head = parseLine(file, forms.head, first)
  const lines = others.slice(0, -1).map((line) => parseLine(file, forms.line, line))
  const isRebuilt = Buffer.from(formatJsonLines([head, ...lines])).equals(bytes)
  demandOfEvidence(isRebuilt, file, 'it is not written in the one allowed way')
  return { head, lines }
}

function parseLine<T>(file: string, form: z.ZodType<T>, line: string): T {
  try {
    return form.parse(JSON.parse(line))
  } catch (cause) {
    throw new ArchiveError(
      { code: 'EVIDENCE_INVALID', file, found: `a line has no form: ${messageOf(cause)}` },
      { cause },
    )
  }
}
