import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { demandRebuilt, formatLined, parseLined, printable } from '#archive-schema/ledger/lined-text.ts'
import { type ObjectFault, type ObjectFaultKind, objectFaultKinds } from './object-fault.ts'
import { formatSlice, parseSlice, type Slice } from './slice.ts'
import { type StoreName, storeNames } from './store-name.ts'

/** How much of a slice was looked at. */
export type AuditCounts = {
  /** Catalogued records and objects of the ledger that were looked at, and keys that the store was seen to hold. */
  readonly records: number
  readonly ledgerObjects: number
  readonly listed: number
  /** Objects that have no second copy yet: they were not looked at. */
  readonly uncopied: number
  /** Objects whose bytes were read, and their bytes. */
  readonly checked: number
  readonly bytes: number
  /** Chain over the keys of all that was looked at, in order: c = SHA-256(c ‖ key ‖ LF), from 32 zero bytes. */
  readonly coverage: string
}

/** 固化核查报告 (fixity report, what the entry `audit` of the ledger is about): one slice of one store. */
export type AuditReport = Slice &
  AuditCounts & {
    readonly store: StoreName
    /** Percent of the objects that were read; 100 is no sample. */
    readonly sample: number
    readonly startedAt: Date
    readonly finishedAt: Date
    readonly faults: readonly Pick<ObjectFault, 'kind' | 'key' | 'number'>[]
  }

const kind = 'archive-audit/1'
const counts = ['records', 'ledger-objects', 'listed', 'uncopied', 'checked', 'bytes'] as const
const names = ['store', 'slice', 'sample', 'started', 'finished', ...counts, 'coverage', 'faults'] as const
const faultForm = /^([a-z]{1,32}) (-|[0-9A-Za-z][0-9A-Za-z.-]{0,99}) (.+)$/

/** Bytes of the report. Throws `EVIDENCE_INVALID` if a value has no form. */
export function formatAuditReport(report: AuditReport): Uint8Array {
  const fields = {
    store: report.store,
    slice: formatSlice(report),
    sample: `${report.sample}`,
    started: report.startedAt.toISOString(),
    finished: report.finishedAt.toISOString(),
    records: `${report.records}`,
    'ledger-objects': `${report.ledgerObjects}`,
    listed: `${report.listed}`,
    uncopied: `${report.uncopied}`,
    checked: `${report.checked}`,
    bytes: `${report.bytes}`,
    coverage: report.coverage,
    faults: `${report.faults.length}`,
  }
  const lines = report.faults.map((fault) => `${fault.kind} ${fault.number ?? '-'} ${printable(fault.key)}`)
  demandOfEvidence(
    lines.every((line) => faultForm.test(line)),
    kind,
    'a fault has a value that has no form',
  )
  return formatLined(kind, { fields, lines })
}

/** Reads `bytes` if they are exactly what `formatAuditReport` writes. Throws `EVIDENCE_INVALID`. */
export function parseAuditReport(bytes: Uint8Array): AuditReport {
  const { fields, lines } = parseLined(kind, names, bytes)
  const store = storeNames.find((name) => name === fields.store)
  const [startedAt, finishedAt] = [new Date(fields.started), new Date(fields.finished)]
  const isTimed = !Number.isNaN(startedAt.getTime()) && !Number.isNaN(finishedAt.getTime())
  demandOfEvidence(store !== undefined && isTimed, kind, 'store or time have no form')
  const report = {
    ...parseSlice(fields.slice),
    store,
    sample: Number(fields.sample),
    startedAt,
    finishedAt,
    records: Number(fields.records),
    ledgerObjects: Number(fields['ledger-objects']),
    listed: Number(fields.listed),
    uncopied: Number(fields.uncopied),
    checked: Number(fields.checked),
    bytes: Number(fields.bytes),
    coverage: fields.coverage,
    faults: lines.map(parseFaultLine),
  }
  demandRebuilt(kind, formatAuditReport(report), bytes)
  return report
}

function parseFaultLine(line: string): AuditReport['faults'][number] {
  const [, name = '', number = '', key = ''] = faultForm.exec(line) ?? []
  demandOfEvidence(name in objectFaultKinds, kind, `"${line}" is no line of a fault`)
  return { kind: name as ObjectFaultKind, key, ...(number === '-' ? {} : { number }) }
}
