import { ArchiveError } from '#archive-schema/archive-error.ts'
import { chinaDay } from '#archive-schema/finished-cases/archiving-deadline.ts'
import { keptUntil } from '#archive-schema/offline-media/medium-duties.ts'
import { endMedium, requireMedium } from '#storage/catalogue/offline-media.ts'
import type { Archive } from '../../open-archive.ts'

/**
 * 载体注销: a medium counts for nothing from now on. One that was rewritten is kept for its years (DA/T 94-2022 10.3.6), unless a test
 * has found it faulty. Throws `MEDIUM_KEPT`, `MEDIUM_NOT_FOUND`.
 */
export async function giveUpMedium(
  { catalogue, now }: Pick<Archive, 'catalogue' | 'now'>,
  act: { readonly id: string; readonly by: string; readonly reason: string },
): Promise<void> {
  const medium = await requireMedium(catalogue.pool, act.id)
  const until = medium.rewrittenAt === undefined ? undefined : keptUntil(medium, medium.rewrittenAt)
  if (until !== undefined && !medium.isFaulty && chinaDay(now()) < until)
    throw new ArchiveError({ code: 'MEDIUM_KEPT', file: act.id, field: 'DA/T 94-2022 10.3.6', expected: until })
  await endMedium(catalogue.pool, { ...act, at: now() })
}
