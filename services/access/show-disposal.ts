import { approvalRoles, missingRoles } from '#archive-schema/disposal/disposal-people.ts'
import { endText } from '#archive-schema/retention/extension.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { itemsOf, type KeptList, listDisposals, requireList } from '#storage/catalogue/disposal-lists.ts'
import { disposedBy } from '#storage/catalogue/disposed-records.ts'
import { type DueQuery, dueRecords } from '#storage/catalogue/due-records.ts'
import type { Archive } from '../open-archive.ts'

type Tools = { readonly catalogue: Catalogue }

/** A list with its records, as people read it. */
export type ToldDisposal = Awaited<ReturnType<typeof showDisposal>>

/** 到期清单: a page of the records whose term has ended. */
export async function dueList({ catalogue, now }: Pick<Archive, 'catalogue' | 'now'>, query: Omit<DueQuery, 'now'>) {
  const found = await dueRecords(catalogue.pool, { ...query, now: now() })
  const records = found.map(({ endsAt, ...record }) => ({ ...record, endsOn: endText(endsAt) }))
  const last = records.length === query.limit ? records.at(-1)?.number : undefined
  return { records, ...(last === undefined ? {} : { next: last }) }
}

/** Every list, the newest first. */
export async function disposalPage({ catalogue }: Tools, limit: number) {
  return { lists: (await listDisposals(catalogue.pool, limit)).map(tellList) }
}

/** 销毁清册: who has signed, what it names, and what became of each record. Throws `DISPOSAL_LIST_MISSING`. */
export async function showDisposal({ catalogue: { pool } }: Tools, id: string) {
  const list = await requireList(pool, id)
  const disposed = new Map((await disposedBy(pool, id)).map((record) => [record.item.number, record]))
  const items = (await itemsOf(pool, id)).map(({ caseId: _, ...item }) => {
    const { disposedAt, outcome } = disposed.get(item.number) ?? {}
    return {
      ...item,
      ...(disposedAt === undefined ? {} : { disposedAt: disposedAt.toISOString() }),
      ...(outcome === undefined ? {} : { verifiedAt: outcome.verifiedAt.toISOString(), stores: [...outcome.stores] }),
    }
  })
  return { ...tellList(list), items }
}

function tellList(list: KeptList) {
  const { id, sha256, drafter, draftedAt, approvals, withdrawnAt, order, watchers, attestations, certificateSha256 } =
    list
  return {
    list: id,
    ...{ textSha256: sha256, drafter, draftedAt: draftedAt.toISOString() },
    approvals: approvalRoles.flatMap((role) => {
      const person = approvals.get(role)
      return person === undefined ? [] : [{ role, ...person }]
    }),
    missing: missingRoles(list),
    ...(withdrawnAt === undefined ? {} : { withdrawnAt: withdrawnAt.toISOString() }),
    ...(order === undefined ? {} : { orderedAt: order.at.toISOString() }),
    watchers: watchers.map((person) => ({ ...person, hasSigned: attestations.has(person.name) })),
    ...(certificateSha256 === undefined ? {} : { certificateSha256 }),
  }
}
