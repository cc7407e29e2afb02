import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { Sha256Hex } from '#archive-schema/evidence/sha256-hex.ts'
import { formatJsonLines, parseJsonLines } from './json-lines.ts'

const name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)

/** Values of a row by the names of their columns. */
export const JournalRow = z.record(name, z.json())
export type JournalRow = z.output<typeof JournalRow>

const rowChange = z.strictObject({
  /** Place among all changes: of several of one row the highest holds. */
  seq: z.int().min(1),
  table: name,
  operation: z.enum(['insert', 'update', 'delete']),
  row: JournalRow,
})

const recordChange = z.strictObject({
  /** The changes that it stands for, in order. */
  seqs: z.array(z.int().min(1)).min(1),
  /** 电子文件号. */
  record: z.string().min(1),
  /** Where all rows of the record rest, as they were then. */
  key: z.string().min(1),
  sha256: Sha256Hex,
  bytes: z.int().min(1),
})

/** 台账条目 (a line of the journal): what became of a row, or that rows changed that rest with their record. */
export const JournalLine = z.union([rowChange, recordChange])
export type JournalLine = z.output<typeof JournalLine>
export type RowChange = z.output<typeof rowChange>
export type RecordChange = z.output<typeof recordChange>

const head = z.strictObject({
  form: z.literal('guidang-journal/1'),
  segment: z.int().min(1),
  /** SHA-256 of the segment before. */
  previous: Sha256Hex,
})

/** 台账段 (a segment of the journal). The first names as `previous` a digest of zeros. */
export type JournalSegment = {
  readonly segment: number
  readonly previous: string
  readonly lines: readonly JournalLine[]
}

/** What the first segment has in the place of the digest of one before. */
export const noSegment = '0'.repeat(64)

const tail = z.strictObject({ lines: z.int().min(1), sha256: Sha256Hex })

/** Bytes of a segment: head, lines, and a last line with the number of lines and the SHA-256 of all before it. */
export function formatSegment({ segment, previous, lines }: JournalSegment): Buffer {
  const held = formatJsonLines([{ form: 'guidang-journal/1', segment, previous }, ...lines])
  const end = formatJsonLines([{ lines: lines.length, sha256: digestHex('sha256', held) }])
  return Buffer.concat([held, end])
}

/** Reads `bytes` if they are exactly what `formatSegment` writes. Throws `EVIDENCE_INVALID`, naming `file`. */
export function parseSegment(file: string, bytes: Uint8Array): JournalSegment {
  const parsed = parseJsonLines(file, { head, line: z.union([JournalLine, tail]) }, bytes)
  const lines = parsed.lines.flatMap((line) => ('lines' in line ? [] : [line]))
  const segment = { segment: parsed.head.segment, previous: parsed.head.previous, lines }
  demandOfEvidence(formatSegment(segment).equals(bytes), file, 'its last line is not that of what stands before')
  return segment
}

/** The changes that a line stands for. */
export function changesOf(line: JournalLine): readonly number[] {
  return 'seq' in line ? [line.seq] : line.seqs
}
