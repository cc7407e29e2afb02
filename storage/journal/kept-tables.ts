/**
 * What is withheld of a column in a segment, which outlives records: `sha256` leaves its SHA-256, `codes` the codes of faults. Rows of
 * a case that has a record rest whole with that record.
 */
export type Withheld = Readonly<Record<string, 'sha256' | 'codes'>>

/** How a table outlives the database. */
export type TableKeeping =
  /** Rows stand in the segments of the journal. */
  | { readonly in: 'segments'; readonly withheld?: Withheld; readonly ofRecord?: string; readonly owner?: RecordOwner }
  /**
   * Rows rest with their record and go with it. `ofRecord`: which rows `t` belong to a record `r`, in SQL. `owner`: what tells the
   * record of a row that changes; absent where rows never change after what they come with.
   */
  | { readonly in: 'record'; readonly ofRecord: string; readonly owner?: RecordOwner }
  /** Made again from what is kept. `anew`: columns that say only when this database learned of it. */
  | { readonly in: 'rebuilt'; readonly from: string; readonly anew?: readonly string[] }
  /** Of no use without this database. */
  | { readonly in: 'database'; readonly because: string }

/** The column by which a row belongs to a record: its number, or its case. */
export type RecordOwner = 'number' | 'case_id'

export type KeptTable = TableKeeping & {
  readonly name: string
  /** Columns that tell its rows apart. */
  readonly key: readonly string[]
  /** Rows of a record, by its `number`, that stay when it is destroyed: no foreign key says that they need one. */
  readonly outlives?: 'record'
}

const actOfRecord = 'select b.id from business_entity b where b.number = r.number'

/** Every table of the database, one that is referred to before those that refer to it. */
export const keptTables: readonly KeptTable[] = [
  { name: 'migration', key: ['name'], in: 'database', because: 'says how far this database was brought' },
  { name: 'scope_table', key: ['id'], in: 'segments' },
  { name: 'case_file', key: ['id'], in: 'record', ofRecord: 't.id = r.case_id' },
  { name: 'stage_result', key: ['case_id', 'stage'], in: 'record', ofRecord: 't.case_id = r.case_id' },
  { name: 'refusal', key: ['id'], in: 'segments', withheld: { folder: 'sha256', faults: 'codes' } },
  { name: 'number_sequence', key: ['kind', 'scope'], in: 'segments' },
  { name: 'given_number', key: ['kind', 'scope', 'number'], in: 'segments' },
  { name: 'free_number', key: ['kind', 'scope', 'number'], in: 'segments' },
  { name: 'record', key: ['number'], in: 'record', ofRecord: 't.number = r.number', owner: 'number' },
  { name: 'document', key: ['number', 'document'], in: 'record', ofRecord: 't.number = r.number' },
  { name: 'search_entry', key: [], in: 'rebuilt', from: 'metadata, description and recognised text of the records' },
  {
    ...{ name: 'description_version', key: ['number', 'version'], in: 'record' },
    ...{ ofRecord: 't.number = r.number', owner: 'number' },
  },
  { name: 'inspection_decision', key: ['id'], in: 'record', ofRecord: 't.number = r.number', owner: 'number' },
  { name: 'change_notice', key: ['id'], in: 'record', ofRecord: 't.number = r.number', owner: 'number' },
  {
    ...{ name: 'agent_entity', key: ['id'], in: 'record' },
    ofRecord: `t.id in (select a.agent from business_agent a where a.business in (${actOfRecord}))`,
  },
  { name: 'business_entity', key: ['id'], in: 'record', ofRecord: 't.number = r.number', owner: 'number' },
  {
    ...{ name: 'business_agent', key: ['business', 'agent', 'relation'], in: 'record' },
    ofRecord: `t.business in (${actOfRecord})`,
  },
  { name: 'record_retention', key: ['number'], in: 'segments', outlives: 'record' },
  { name: 'retention_extension', key: ['sha256'], in: 'segments' },
  { name: 'legal_hold', key: ['id'], in: 'segments' },
  { name: 'legal_release', key: ['sha256'], in: 'segments' },
  { name: 'legal_hold_record', key: ['hold', 'number'], in: 'segments' },
  { name: 'lock_sweep', key: ['prefix'], in: 'database', because: 'how far locks were looked over; begins anew' },
  {
    name: 'lock_fault',
    key: ['key'],
    in: 'database',
    because: 'a lock that still cannot be renewed is an alarm again',
  },
  { name: 'registration_form', key: ['number', 'version'], in: 'segments' },
  { name: 'registration_act', key: ['number', 'version', 'step'], in: 'segments' },
  { name: 'registration_closing', key: ['number', 'version'], in: 'segments' },
  { name: 'batch_entry', key: ['id'], in: 'segments' },
  {
    ...{ name: 'case_decision', key: ['id'], in: 'segments', withheld: { faults: 'codes', remark: 'sha256' } },
    ...{ ofRecord: 't.case_id = r.case_id', owner: 'case_id' },
  },
  {
    ...{ name: 'handover_log', key: ['id'], in: 'segments', withheld: { folder: 'sha256' } },
    ...{ ofRecord: 't.case_id = r.case_id', owner: 'case_id' },
  },
  { name: 'finished_case', key: ['id'], in: 'segments', withheld: { name: 'sha256' } },
  { name: 'ledger_entry', key: ['id'], in: 'segments' },
  { name: 'ledger_state', key: ['size'], in: 'segments' },
  { name: 'ledger_checkpoint', key: ['size'], in: 'segments' },
  { name: 'ledger_sweep', key: ['is_only'], in: 'segments' },
  { name: 'checkpoint_token', key: ['size', 'authority'], in: 'segments' },
  { name: 'token_renewal', key: ['round'], in: 'segments' },
  { name: 'renewed_checkpoint', key: ['size', 'round'], in: 'segments' },
  { name: 'checkpoint_cosignature', key: ['size', 'witness'], in: 'segments' },
  { name: 'object_copy', key: ['store', 'key'], in: 'rebuilt', from: 'the second store, by copying again' },
  { name: 'object_repair', key: ['id'], in: 'segments' },
  { name: 'audit_slice', key: ['id'], in: 'segments' },
  { name: 'worm_proof', key: ['id'], in: 'segments' },
  { name: 'offline_medium', key: ['id'], in: 'segments' },
  { name: 'offline_medium_record', key: ['medium', 'number'], in: 'segments', outlives: 'record' },
  { name: 'offline_medium_test', key: ['id'], in: 'segments' },
  { name: 'offline_medium_end', key: ['medium'], in: 'segments' },
  { name: 'disposal_list', key: ['id'], in: 'segments' },
  { name: 'disposal_item', key: ['list', 'number'], in: 'segments' },
  { name: 'disposal_approval', key: ['list', 'role'], in: 'segments' },
  { name: 'disposal_withdrawal', key: ['list'], in: 'segments' },
  { name: 'disposal_order', key: ['list'], in: 'segments' },
  { name: 'disposal_watcher', key: ['list', 'name'], in: 'segments' },
  { name: 'disposed_record', key: ['number'], in: 'segments' },
  { name: 'disposal_outcome', key: ['number'], in: 'segments' },
  { name: 'disposal_attestation', key: ['list', 'name'], in: 'segments' },
  { name: 'disposal_certificate', key: ['list'], in: 'segments' },
  { name: 'journal_outbox', key: ['id'], in: 'database', because: 'changes on their way into the journal' },
  {
    ...{ name: 'journal_object', key: ['key'], in: 'rebuilt' },
    ...{ from: 'the journal in the store', anew: ['registered_at'] },
  },
]

/** A table by its name. That it is listed is what a test sees to. */
export function keptTable(name: string): KeptTable {
  const found = keptTables.find((table) => table.name === name)
  if (found === undefined) throw new Error(`table ${name} is not listed in keptTables`)
  return found
}

/** Columns with which the outbox makes do for a table; none: whole rows; `undefined`: its changes are not journaled by themselves. */
export function outboxColumns(table: KeptTable): readonly string[] | undefined {
  if (table.in === 'segments') return []
  return table.in === 'record' && table.owner !== undefined ? [table.owner] : undefined
}
