import { join } from 'node:path'
import { type Replicated, type ReplicationMemory, replicate } from '#pipelines/replication/replicate.ts'
import { copyLag } from '#storage/catalogue/copy-lag.ts'
import type { Archive } from '../open-archive.ts'

/** Where the second copy stands. */
export type CopyStatus = {
  /** Records one of whose objects has no copy yet. */
  readonly waiting: number
  /** Objects of the journal, texts and checkpoints of the ledger that have none. */
  readonly journal: number
  readonly ledger: number
  /** Since when the oldest of all these rests in the first store. */
  readonly since?: string
  readonly lagSeconds: number
  /** The oldest waits for longer than the configuration allows. */
  readonly alarm: boolean
}

/** 双份保存: one round of copying; nothing where there is no second store, or another process copies. Throws `STORE_UNAVAILABLE`. */
export async function copyNow(
  archive: Archive,
  signal: AbortSignal,
  memory: ReplicationMemory = {},
): Promise<Replicated | undefined> {
  const { second } = archive.stores
  if (second === undefined) return undefined
  return replicate({
    ...archive,
    second,
    scratch: join(archive.config.dataDir, 'copies'),
    signal,
    memory,
    onFault: (key, err) => archive.log.error({ key, err, event: 'copy.fault' }, 'an object cannot be copied'),
  })
}

type LagTools = Pick<Archive, 'catalogue' | 'config' | 'stores' | 'now'>

/** 副本滞后; `undefined` where there is no second store. */
export async function copyStatus(archive: LagTools): Promise<CopyStatus | undefined> {
  return archive.stores.second && secondStatus(archive)
}

/** 副本滞后 of the second store. */
export async function secondStatus({ catalogue, config, now }: Omit<LagTools, 'stores'>): Promise<CopyStatus> {
  const { records: waiting, journal, ledger, since } = await copyLag(catalogue.pool, 'second')
  const lagSeconds = since === undefined ? 0 : Math.max(0, (now().getTime() - since.getTime()) / 1000)
  const alarm = lagSeconds > config.secondStore.alarmMinutes * 60
  return { waiting, journal, ledger, ...(since === undefined ? {} : { since: since.toISOString() }), lagSeconds, alarm }
}
