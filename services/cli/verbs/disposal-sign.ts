import type { ApprovalRole, Person } from '#archive-schema/disposal/disposal-people.ts'
import { approveDisposal, attestDisposal, withdrawDisposal } from '../../access/disposals.ts'
import { tellDisposal } from '../disposal-lines.ts'
import { withArchive } from '../with-archive.ts'

type SignOptions = { readonly by: Person; readonly json?: boolean }

/** Somebody agrees to a list in his role. */
export async function approve(
  list: string,
  { by: person, role, json }: SignOptions & { readonly role: ApprovalRole },
): Promise<void> {
  await withArchive(async (archive) => tellDisposal(await approveDisposal(archive, list, { role, person }), json))
}

/** One of the two who watched signs. */
export async function attest(list: string, { by: watcher, json }: SignOptions): Promise<void> {
  await withArchive(async (archive) => tellDisposal(await attestDisposal(archive, list, { watcher }), json))
}

/** A list is given up. */
export async function withdraw(
  list: string,
  { by, reason, json }: SignOptions & { readonly reason: string },
): Promise<void> {
  await withArchive(async (archive) => tellDisposal(await withdrawDisposal(archive, list, { by, reason }), json))
}
