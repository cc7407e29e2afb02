import { defaultStartRule, type StartRule } from '#archive-schema/retention/start-rules.ts'
import type { Catalogue, Transaction } from '#storage/catalogue/catalogue.ts'
import { eachRow } from '#storage/catalogue/pages.ts'
import { findRecord, type PreservedRecord } from '#storage/catalogue/records.ts'
import { insertRetention, numbersWithoutRetention, retentionOf } from '#storage/catalogue/retention.ts'
import { boundChildren } from './bound-children.ts'
import { type TermSource, termOfRecord } from './term-of-record.ts'

/** Enters the term of a record that comes to rest, locked until `lockedUntil`. */
export async function enterRetention(
  transaction: Transaction,
  record: TermSource & { readonly number: string },
  rule: StartRule,
  lockedUntil: Date,
): Promise<void> {
  const { number } = record
  const term = await termOfRecord(transaction, record, rule)
  await insertRetention(transaction, { number, startRule: rule.key, ...term, lockedUntil })
}

/** Enters the terms of records that were preserved before terms were kept; they count by the rule that held then. */
export async function enterMissingRetention(catalogue: Catalogue): Promise<void> {
  for await (const number of eachRow<string>((last = '') => numbersWithoutRetention(catalogue.pool, last)))
    await catalogue.transact((transaction) => enterIfMissing(transaction, number))
}

/** The same for one record; the children that it binds come first, for its term depends on theirs. */
export async function enterIfMissing(transaction: Transaction, number: string): Promise<void> {
  const record = await recordWithoutRetention(transaction, number)
  if (record === undefined) return
  for (const child of boundChildren(record.metadata.case)) await enterIfMissing(transaction, child)
  await enterRetention(transaction, record, defaultStartRule, new Date(record.objects.lockedUntil))
}

async function recordWithoutRetention(transaction: Transaction, number: string): Promise<PreservedRecord | undefined> {
  if ((await retentionOf(transaction, number)) !== undefined) return undefined
  return findRecord(transaction, number)
}
