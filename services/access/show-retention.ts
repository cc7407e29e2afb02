import { endText } from '#archive-schema/retention/extension.ts'
import { retentionOfRecord } from '#pipelines/retention/retention-of-record.ts'
import { holdsOn } from '#storage/catalogue/legal-holds.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { extensionsOf } from '#storage/catalogue/retention-extensions.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { tellHold } from './tell-hold.ts'

/** 保管期限、锁定与保全 of a record, as they stand now. */
export async function showRetention(runner: SqlRunner, record: PreservedRecord) {
  const { startRule, startsAt, endsAt, lockedUntil } = await retentionOfRecord(runner, record)
  const extensions = await extensionsOf(runner, record.number)
  return {
    period: record.retention,
    startRule,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? '永久',
    lockedUntil: lockedUntil.toISOString(),
    holds: (await holdsOn(runner, record.number)).map(tellHold),
    extensions: extensions.map(({ endsBefore, endsAfter, at, number: _, ...extension }) => ({
      ended: endText(endsBefore),
      ends: endText(endsAfter),
      ...extension,
      at: at.toISOString(),
    })),
  }
}
