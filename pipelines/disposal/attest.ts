import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import type { AttestationRequest } from '#archive-schema/disposal/disposal-requests.ts'
import { type CertificateHead, type DisposalFate, formatDisposalText } from '#archive-schema/disposal/disposal-texts.ts'
import { timeLine } from '#archive-schema/retention/act-text.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { claimList, itemsOf, type KeptList } from '#storage/catalogue/disposal-lists.ts'
import { insertAttestation, insertCertificate } from '#storage/catalogue/disposal-steps.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { claimRetention } from '#storage/catalogue/retention.ts'
import { wholeSecond } from '../retention/whole-second.ts'
import { demandPerson, ofList, type SigningTools } from './sign-list.ts'
import { whyStaying } from './why-staying.ts'

/** The 销毁证明, once both have signed. */
export type Attested = { readonly certificateSha256?: string }

/**
 * 监销签字: one of the two who watched signs, after the act. With the second signature the list is closed by the 销毁证明, which says of
 * every record that nothing of it was found any more, or why it stayed. Throws `DISPOSAL_NOT_ORDERED`, `DISPOSAL_NOT_DONE`,
 * `DISPOSAL_PERSON`, `DISPOSAL_ORDERED`, `DISPOSAL_LIST_MISSING`.
 */
export async function attestDestruction(
  { catalogue, ledger, now }: SigningTools,
  id: string,
  { watcher }: AttestationRequest,
): Promise<Attested> {
  const at = wholeSecond(now())
  return catalogue.transact(async (transaction) => {
    const list = await claimList(transaction, id)
    const { order } = list
    if (order === undefined) throw new ArchiveError({ code: 'DISPOSAL_NOT_ORDERED', file: id })
    if (list.certificateSha256 !== undefined) throw new ArchiveError({ code: 'DISPOSAL_ORDERED', file: id })
    demandPerson(watcher.name, whyNotAttesting(list, watcher))
    const fates = await fatesOf(transaction, list, at)
    const form = 'guidang-disposal-attestation/1'
    const head = { form, ...ofList(list), at: timeLine(at), watcher, orderSha256: order.sha256 } as const
    const text = formatDisposalText({ head, lines: [] })
    const entry = await ledger.enterWithin(transaction, { type: 'dispose', text, at }, ({ sha256 }) =>
      insertAttestation(transaction, id, { name: watcher.name, at }, sha256),
    )
    const attestations = [...list.attestations.values(), entry.sha256].toSorted()
    if (attestations.length < list.watchers.length) return {}
    const closing = { ...ofList(list), at: timeLine(at), orderSha256: order.sha256, attestations }
    return { certificateSha256: await certify(transaction, ledger, closing, fates) }
  })
}

/** 销毁证明: closes a list. Resolves to the SHA-256 of its text. */
async function certify(
  transaction: Transaction,
  ledger: SigningTools['ledger'],
  closing: Omit<CertificateHead, 'form'>,
  fates: readonly DisposalFate[],
): Promise<string> {
  const head: CertificateHead = { form: 'guidang-disposal-certificate/1', ...closing }
  const text = formatDisposalText({ head, lines: fates })
  const at = new Date(closing.at)
  const { sha256 } = await ledger.enterWithin(transaction, { type: 'dispose', text, at }, (entry) =>
    insertCertificate(transaction, closing.list, at, entry.sha256),
  )
  return sha256
}

function whyNotAttesting({ watchers, attestations }: KeptList, watcher: AttestationRequest['watcher']) {
  const { name, department } = watcher
  if (!watchers.some((one) => one.name === name && one.department === department)) return `${name}不是监销人`
  return attestations.has(name) ? `${name}已签字` : undefined
}

/** What every record of a list came to, in their order. Throws `DISPOSAL_NOT_DONE` while one of them still may go. */
async function fatesOf(transaction: Transaction, list: KeptList, at: Date): Promise<DisposalFate[]> {
  const fates: DisposalFate[] = []
  for (const item of await itemsOf(transaction, list.id)) fates.push(await fateOf(transaction, list, item, at))
  return fates
}

async function fateOf(transaction: Transaction, list: KeptList, item: DisposalItem, at: Date): Promise<DisposalFate> {
  const { number, packageSha256, opinion, reason } = item
  if (opinion === 'withhold') return { number, packageSha256, fate: 'withheld', reason }
  const disposed = await findDisposed(transaction, number)
  if (disposed === undefined)
    return { number, packageSha256, fate: 'withheld', reason: await whyLeft(transaction, list, item, at) }
  if (disposed.outcome === undefined) throw notDone(list, number)
  const { stores, erased, verifiedAt } = disposed.outcome
  const verified = { stores: [...stores], erased, at: timeLine(verifiedAt) }
  return { number, packageSha256, fate: 'destroyed', verified }
}

/** The record is claimed, so that what keeps it now keeps it until the list is closed. */
async function whyLeft(transaction: Transaction, list: KeptList, item: DisposalItem, at: Date): Promise<string> {
  const [term] = await claimRetention(transaction, [item.number])
  const reason = await whyStaying(transaction, list, item, { term, at })
  if (reason === undefined) throw notDone(list, item.number)
  return reason
}

function notDone({ id: file }: KeptList, found: string): ArchiveError {
  return new ArchiveError({ code: 'DISPOSAL_NOT_DONE', file, found })
}
