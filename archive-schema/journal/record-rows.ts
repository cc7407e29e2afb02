import { z } from 'zod'
import { JournalRow } from './journal-segment.ts'
import { formatJsonLines, parseJsonLines } from './json-lines.ts'

const head = z.strictObject({ form: z.literal('guidang-record-rows/1'), record: z.string().min(1) })
const line = z.strictObject({ table: z.string().min(1), row: JournalRow })

/** 档案台账 (what the catalogue knows of one record): its rows in every table, at one time. */
export type RecordRows = {
  /** 电子文件号. */
  readonly record: string
  readonly rows: readonly { readonly table: string; readonly row: JournalRow }[]
}

/** Bytes of the object. */
export function formatRecordRows({ record, rows }: RecordRows): Uint8Array {
  return formatJsonLines([{ form: 'guidang-record-rows/1', record }, ...rows])
}

/** Reads `bytes` if they are exactly what `formatRecordRows` writes. Throws `EVIDENCE_INVALID`, naming `file`. */
export function parseRecordRows(file: string, bytes: Uint8Array): RecordRows {
  const parsed = parseJsonLines(file, { head, line }, bytes)
  return { record: parsed.head.record, rows: parsed.lines }
}
