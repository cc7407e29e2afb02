import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import type { ApprovalRole, Person } from '#archive-schema/disposal/disposal-people.ts'
import type { DisposalListHead } from '#archive-schema/disposal/disposal-texts.ts'
import type { Transaction } from './catalogue.ts'
import { rows, run, type SqlRunner, sql } from './sql.ts'

/** Enters a list with all its records. The same again is no second one. Resolves to false if it was there. */
export async function insertDisposalList(
  transaction: Transaction,
  { list, at, drafter, appraisalSha256, mediaPlan }: DisposalListHead,
  items: readonly DisposalItem[],
  sha256: string,
): Promise<boolean> {
  const entered = await rows(
    transaction,
    sql`insert into disposal_list (id, sha256, appraisal_sha256, drafter, department, drafted_at, media_plan)
        values (${list}, ${sha256}, ${appraisalSha256}, ${drafter.name}, ${drafter.department}, ${at}, ${mediaPlan})
        on conflict (id) do nothing returning id`,
  )
  if (entered.length === 0) return false
  await run(
    transaction,
    sql`insert into disposal_item (list, number, opinion, item)
        select ${list}, i->>'number', i->>'opinion', i from jsonb_array_elements(${JSON.stringify(items)}::jsonb) i`,
  )
  return true
}

/** Enters a signature. The same again is no second one. */
export async function insertApproval(
  runner: SqlRunner,
  list: string,
  { role, person, at }: { readonly role: ApprovalRole; readonly person: Person; readonly at: Date },
  sha256: string,
): Promise<void> {
  await run(
    runner,
    sql`insert into disposal_approval (list, role, name, department, sha256, approved_at)
        select ${list}, ${role}, ${person.name}, ${person.department}, ${sha256}, ${at}
        where not exists (select from disposal_approval where sha256 = ${sha256})`,
  )
}

/** Enters that a list is taken back. The same again is no second time. */
export async function insertWithdrawal(
  runner: SqlRunner,
  list: string,
  { by, at }: { readonly by: Person; readonly at: Date },
  sha256: string,
): Promise<void> {
  await run(
    runner,
    sql`insert into disposal_withdrawal (list, sha256, withdrawn_by, withdrawn_at)
        select ${list}, ${sha256}, ${by.name}, ${at}
        where not exists (select from disposal_withdrawal where sha256 = ${sha256})`,
  )
}

/** Enters that a list is carried out. The same again is no second one. */
export async function insertDisposalOrder(
  transaction: Transaction,
  list: string,
  { by, watchers, at }: { readonly by: Person; readonly watchers: readonly Person[]; readonly at: Date },
  sha256: string,
): Promise<void> {
  const entered = await rows(
    transaction,
    sql`insert into disposal_order (list, sha256, ordered_by, ordered_at)
        select ${list}, ${sha256}, ${by.name}, ${at}
        where not exists (select from disposal_order where sha256 = ${sha256}) returning list`,
  )
  if (entered.length === 0) return
  for (const { name, department } of watchers)
    await run(
      transaction,
      sql`insert into disposal_watcher (list, name, department) values (${list}, ${name}, ${department})`,
    )
}

/** Enters the signature of a watcher. The same again is no second one. */
export async function insertAttestation(
  runner: SqlRunner,
  list: string,
  { name, at }: { readonly name: string; readonly at: Date },
  sha256: string,
): Promise<void> {
  await run(
    runner,
    sql`insert into disposal_attestation (list, name, sha256, signed_at) select ${list}, ${name}, ${sha256}, ${at}
        where not exists (select from disposal_attestation where sha256 = ${sha256})`,
  )
}

/** Closes a list. The same again is no second time. */
export async function insertCertificate(runner: SqlRunner, list: string, at: Date, sha256: string): Promise<void> {
  await run(
    runner,
    sql`insert into disposal_certificate (list, sha256, completed_at) select ${list}, ${sha256}, ${at}
        where not exists (select from disposal_certificate where sha256 = ${sha256})`,
  )
}
