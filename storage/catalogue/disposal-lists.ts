import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import type { ApprovalRole, Person, Signed } from '#archive-schema/disposal/disposal-people.ts'
import type { Transaction } from './catalogue.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** 销毁清册 as the catalogue keeps it. */
export type KeptList = Signed & {
  readonly id: string
  /** SHA-256 of its text. */
  readonly sha256: string
  readonly draftedAt: Date
  readonly mediaPlan: string | undefined
  readonly withdrawnAt: Date | undefined
  readonly order: { readonly sha256: string; readonly at: Date } | undefined
  readonly watchers: readonly Person[]
  /** SHA-256 of the texts of those who have signed after the act, by name. */
  readonly attestations: ReadonlyMap<string, string>
  readonly certificateSha256: string | undefined
}

/** A list by its id; nobody else goes on with it until the transaction ends. Throws `DISPOSAL_LIST_MISSING`. */
export async function claimList(transaction: Transaction, id: string): Promise<KeptList> {
  await run(transaction, sql`select id from disposal_list where id = ${id} for update`)
  return requireList(transaction, id)
}

/** A list by its id. Throws `DISPOSAL_LIST_MISSING`. */
export async function requireList(runner: SqlRunner, id: string): Promise<KeptList> {
  const list = await findList(runner, id)
  if (list === undefined) throw new ArchiveError({ code: 'DISPOSAL_LIST_MISSING', found: id })
  return list
}

/** A list by its id. */
export async function findList(runner: SqlRunner, id: string): Promise<KeptList | undefined> {
  const row = await firstRow<ListColumns>(runner, sql`${selectLists} where l.id = ${id}`)
  return row && toList(row)
}

/** Every list, the newest first: at most `limit`. */
export async function listDisposals(runner: SqlRunner, limit: number): Promise<KeptList[]> {
  const found = await rows<ListColumns>(
    runner,
    sql`${selectLists} order by l.drafted_at desc, l.id desc limit ${limit}`,
  )
  return found.map(toList)
}

/** Lists that are being carried out, the oldest first. */
export async function listsUnderWay(runner: SqlRunner): Promise<KeptList[]> {
  const found = await rows<ListColumns>(
    runner,
    sql`${selectLists} where o.list is not null and c.list is null order by o.ordered_at, l.id`,
  )
  return found.map(toList)
}

/** How many lists are not closed yet. */
export async function countOpenLists(runner: SqlRunner): Promise<number> {
  const found = await firstRow<{ count: number }>(runner, sql`select count(*)::int as count from open_disposal_list`)
  return found?.count ?? 0
}

/** The records of a list, in the order of their numbers. */
export async function itemsOf(runner: SqlRunner, list: string): Promise<DisposalItem[]> {
  const found = await rows<{ item: DisposalItem }>(
    runner,
    sql`select item from disposal_item where list = ${list} order by number collate "C"`,
  )
  return found.map(({ item }) => item)
}

/** The list that is not closed yet in which a record stands to be destroyed. */
export async function openListOf(runner: SqlRunner, number: string): Promise<string | undefined> {
  const found = await firstRow<{ list: string }>(
    runner,
    sql`select i.list from disposal_item i where i.number = ${number} and i.opinion = 'destroy'
          and exists (select from open_disposal_list o where o.id = i.list) limit 1`,
  )
  return found?.list
}

const selectLists = sql`select l.*, b.withdrawn_at, o.sha256 as order_sha256, o.ordered_at, c.sha256 as certificate_sha256,
    coalesce((select jsonb_agg(jsonb_build_object('role', a.role, 'name', a.name, 'department', a.department))
      from disposal_approval a where a.list = l.id), '[]') as approvals,
    coalesce((select jsonb_agg(jsonb_build_object('name', w.name, 'department', w.department) order by w.name)
      from disposal_watcher w where w.list = l.id), '[]') as watchers,
    coalesce((select jsonb_object_agg(t.name, t.sha256) from disposal_attestation t where t.list = l.id), '{}') as attestations
  from disposal_list l left join disposal_order o on o.list = l.id left join disposal_certificate c on c.list = l.id
  left join disposal_withdrawal b on b.list = l.id`

type ListColumns = {
  id: string
  sha256: string
  drafter: string
  department: string
  drafted_at: Date
  media_plan: string | null
  withdrawn_at: Date | null
  order_sha256: string | null
  ordered_at: Date | null
  certificate_sha256: string | null
  approvals: ({ role: ApprovalRole } & Person)[]
  watchers: Person[]
  attestations: Record<string, string>
}

function toList(row: ListColumns): KeptList {
  const { id, sha256, drafter, department, drafted_at: draftedAt, media_plan, order_sha256, ordered_at } = row
  return {
    ...{ id, sha256, draftedAt, watchers: row.watchers, drafter: { name: drafter, department } },
    mediaPlan: media_plan ?? undefined,
    withdrawnAt: row.withdrawn_at ?? undefined,
    approvals: new Map(row.approvals.map(({ role, ...person }) => [role, person])),
    order: order_sha256 === null || ordered_at === null ? undefined : { sha256: order_sha256, at: ordered_at },
    attestations: new Map(Object.entries(row.attestations)),
    certificateSha256: row.certificate_sha256 ?? undefined,
  }
}
