import { ArchiveError } from '#archive-schema/archive-error.ts'
import { formatSlice } from '#archive-schema/copies/slice.ts'
import type { AuditProgress } from '#pipelines/audit/audit-progress.ts'
import { noProgress } from '#pipelines/audit/audit-progress.ts'
import { type AuditRun, findRun, newestRuns, openRun } from '#storage/catalogue/audit-slices.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import type { Archive } from '../open-archive.ts'
import { requireStore } from '../open-stores.ts'
import { type AuditRequest, auditStore } from './audit-store.ts'

/** Where an audit stands, or what it came to. */
export type ToldAudit = ReturnType<typeof tellRun>

/**
 * Starts to audit a slice in this process, or goes on with it; who asked looks for the result by the id. An audit that this process
 * runs already is not started twice. Throws `STORE_SECOND_ABSENT`.
 */
export async function startAudit(archive: Archive, running: Set<string>, request: AuditRequest): Promise<ToldAudit> {
  requireStore(archive.stores, request.store, 'audit of the second store')
  const scope = { ...request.slice, store: request.store, sample: request.sample }
  const run = await openRun(archive.catalogue.pool, scope, noProgress, archive.now())
  if (!running.has(run.id)) {
    running.add(run.id)
    auditStore(archive, request, new AbortController().signal)
      .catch((err: unknown) => archive.log.error({ err, audit: run.id, event: 'audit.error' }, 'an audit has stopped'))
      .finally(() => running.delete(run.id))
  }
  return tellRun(run)
}

/** One audit by its id. Throws `AUDIT_NOT_FOUND`. */
export async function showAudit({ pool }: Catalogue, id: string): Promise<ToldAudit> {
  const run = await findRun(pool, id)
  if (run === undefined) throw new ArchiveError({ code: 'AUDIT_NOT_FOUND', found: id })
  return tellRun(run)
}

/** The newest audits. */
export async function listAudits({ pool }: Catalogue, limit: number): Promise<ToldAudit[]> {
  return (await newestRuns(pool, limit)).map(tellRun)
}

function tellRun(run: AuditRun) {
  const { id, store, sample, startedAt, finishedAt, textSha256 } = run
  const { phase, records, ledgerObjects, listed, uncopied, checked, bytes, faults, passing } =
    run.progress as AuditProgress
  return {
    ...{ id, store, slice: formatSlice(run), sample, startedAt: startedAt.toISOString(), phase },
    ...(finishedAt === undefined ? {} : { finishedAt: finishedAt.toISOString() }),
    ...(textSha256 === undefined ? {} : { report: textSha256 }),
    ...{ checked, bytes, faults: [...faults], passing },
    covered: { records, ledgerObjects, listed, uncopied },
  }
}
