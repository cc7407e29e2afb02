import { type StoreName, storeNames } from '#archive-schema/copies/store-name.ts'
import { lastFinished } from '#storage/catalogue/audit-slices.ts'
import { auditStore } from '../access/audit-store.ts'
import type { Archive } from '../open-archive.ts'
import { type Repeated, untilStopped } from './until-stopped.ts'

const lookEveryMs = 60_000
const dayMs = 86_400_000

/** 固化核查计划: reads every object of every store once in the configured days, slice by slice. */
export function keepAudits(archive: Archive, onError: (error: unknown) => void): Repeated {
  if (archive.config.audit.days === 0) return { stop: async () => {} }
  return untilStopped(lookEveryMs, (signal) => auditDue(archive, signal), onError)
}

/** Audits the slice of each store that is due, if one is. Faults are an error in the log. */
export async function auditDue(archive: Archive, signal: AbortSignal): Promise<void> {
  for (const store of storeNames) {
    if (archive.stores[store] === undefined) continue
    const slice = await dueSlice(archive, store)
    if (slice === undefined) continue
    const { slices } = archive.config.audit
    const request = { store, slice: { slice, slices }, sample: 100, inspect: false }
    const { faults, covered, checked, report } = await auditStore(archive, request, signal)
    const facts = { store, slice: `${slice}/${slices}`, checked, covered, report, faults: faults.length }
    if (faults.length === 0) archive.log.info({ event: 'audit.finished', ...facts }, 'a slice was audited')
    else archive.log.error({ event: 'audit.faults', ...facts }, 'a slice was audited: see "audit" and "repair"')
  }
}

/** The slice that was read longest ago, as soon as the last slice of the store was read a share of the round ago. */
async function dueSlice(
  { catalogue, config, now }: Pick<Archive, 'catalogue' | 'config' | 'now'>,
  store: StoreName,
): Promise<number | undefined> {
  const { days, slices } = config.audit
  const finished = await lastFinished(catalogue.pool, store, slices)
  const times = Array.from({ length: slices }, (_, i) => finished.get(i + 1)?.getTime() ?? 0)
  const isDue = now().getTime() - Math.max(...times) >= (days * dayMs) / slices
  return isDue ? times.indexOf(Math.min(...times)) + 1 : undefined
}
