import type { ObjectFault } from '#archive-schema/copies/object-fault.ts'
import { formatSlice, isInSlice, type Slice } from '#archive-schema/copies/slice.ts'
import type { StoreName } from '#archive-schema/copies/store-name.ts'
import type { AuditProgress } from '#pipelines/audit/audit-progress.ts'
import { type AuditOutcome, auditSlice } from '#pipelines/audit/audit-slice.ts'
import { type KeptRecord, keptRecordsAfter } from '#storage/catalogue/kept-objects.ts'
import { eachRow } from '#storage/catalogue/pages.ts'
import { findRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'
import { requireStore } from '../open-stores.ts'
import { carryOutInspection } from './carry-out-inspection.ts'

export type AuditRequest = {
  readonly store: StoreName
  readonly slice: Slice
  /** Percent of the objects; 100 reads all. */
  readonly sample: number
  /** Carry out the inspection of 长期保存 on every record of the slice, not only on those that have a fault. */
  readonly inspect: boolean
}

/** What an audit came to, as users are told it. */
export type AuditResult = {
  readonly id: string
  readonly store: StoreName
  readonly slice: string
  readonly sample: number
  readonly checked: number
  readonly bytes: number
  readonly faults: readonly ObjectFault[]
  readonly seconds: number
  readonly covered: {
    readonly records: number
    readonly ledgerObjects: number
    readonly listed: number
    readonly uncopied: number
    readonly chain: string
  }
  /** Objects that were found bad once and good when read again. */
  readonly passing: number
  /** Records on which the inspection of 长期保存 was carried out, and those that did not pass. */
  readonly inspected: { readonly records: number; readonly failed: readonly string[] }
  /** SHA-256 of the report that the ledger holds. */
  readonly report: string
}

/**
 * 固化核查 of one slice of a store. What is wrong with a record is also entered as an inspection of 长期保存 (DA/T 70-2018).
 * Throws `STORE_SECOND_ABSENT`, `STORE_UNAVAILABLE`, `STORE_ROUND_TAKEN`.
 */
export async function auditStore(
  archive: Archive,
  request: AuditRequest,
  signal: AbortSignal,
  onProgress?: (progress: AuditProgress) => void,
): Promise<AuditResult> {
  const start = performance.now()
  const { catalogue, ledger, now, retention } = archive
  const kept = requireStore(archive.stores, request.store, 'audit --store second')
  const tools = { catalogue, ledger, kept, now, retention, signal, ...(onProgress === undefined ? {} : { onProgress }) }
  const outcome = await auditSlice(tools, { ...request.slice, store: request.store, sample: request.sample })
  const inspected = request.store === 'first' ? await inspectRecords(archive, request, outcome, signal) : none
  return { ...toResult(outcome), inspected, seconds: (performance.now() - start) / 1000 }
}

const none = { records: 0, failed: [] }

function toResult(outcome: AuditOutcome): Omit<AuditResult, 'seconds' | 'inspected'> {
  const { id, store, sample, checked, bytes, faults, passing, textSha256 } = outcome
  const { records, ledgerObjects, listed, uncopied, coverage } = outcome
  return {
    ...{ id, store, slice: formatSlice(outcome), sample, checked, bytes, faults, passing, report: textSha256 },
    covered: { records, ledgerObjects, listed, uncopied, chain: coverage },
  }
}

async function inspectRecords(
  archive: Archive,
  { inspect, slice }: AuditRequest,
  { faults }: AuditOutcome,
  signal: AbortSignal,
): Promise<AuditResult['inspected']> {
  const faulty = new Set(faults.flatMap(({ number }) => (number === undefined ? [] : [number])))
  const failed: string[] = []
  let records = 0
  for await (const number of inspect ? numbersOf(archive, slice) : faulty) {
    signal.throwIfAborted()
    const record = await findRecord(archive.catalogue.pool, number)
    if (record === undefined) continue
    records += 1
    const report = await carryOutInspection(archive, record, 'bc')
    if (report.outcome === 'FAIL') failed.push(number)
  }
  return { records, failed }
}

async function* numbersOf({ catalogue }: Archive, slice: Slice): AsyncGenerator<string> {
  const kept = eachRow<KeptRecord>((last) => keptRecordsAfter(catalogue.pool, last?.number ?? '', 200))
  for await (const { number, objects } of kept) if (isInSlice(objects.package.key, slice)) yield number
}
