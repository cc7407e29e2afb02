import type { BindingCase } from '#archive-schema/joint-case/bound-child.ts'
import { findKnownCase, type KnownCase } from '#storage/catalogue/related-case.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'

/** A child that a parent binds, and what the archive knows of it. */
export type ChildCase = { readonly related: BindingCase; readonly known: KnownCase }

/** What is known of each child, in the order of the parent. */
export function findChildren(runner: SqlRunner, binding: readonly BindingCase[]): Promise<ChildCase[]> {
  return Promise.all(binding.map(async (related) => ({ related, known: await findKnownCase(runner, related) })))
}
