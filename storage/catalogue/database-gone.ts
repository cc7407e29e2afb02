import { ArchiveError } from '#archive-schema/archive-error.ts'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { databaseUnavailable } from './embedded/database-unavailable.ts'

/** PostgreSQL's own words for it: class 08 (connection), shutting down or starting, no connection left. */
const passingStates = /^(08...|57P0[1-3]|53300)$/
const passingSystemErrors = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']
/** What `pg` says without a code when the connection breaks under a statement. */
const brokenConnection = /^(Connection terminated|Client has encountered a connection error|timeout exceeded)/

/**
 * A connection that was lost or refused, as `DATABASE_UNAVAILABLE` (not permanent: it passes, or is mended without touching
 * the work). Any other error as it is.
 */
export function codedIfGone(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ArchiveError || !isGone(error)) return error
  return databaseUnavailable({ zh: `连接中断（${error.message}）`, en: error.message }, { cause: error })
}

/** Whether `error` says that the database is not there, for now. What was asked of it may have happened or not. */
export function isDatabaseGone(error: unknown): boolean {
  return error instanceof ArchiveError && error.code === 'DATABASE_UNAVAILABLE' && !error.permanent
}

/** Refused, starting up, or full: a connection that there never was. */
const neverConnected = ['ECONNREFUSED', '57P03', '53300']

/** Whether no connection was made at all: then nothing of what was asked of the database has happened. */
export function isDatabaseUnreached(error: unknown): boolean {
  return isDatabaseGone(error) && error instanceof ArchiveError && hasErrorCode(error.cause, ...neverConnected)
}

function isGone(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : ''
  return passingStates.test(code) || passingSystemErrors.includes(code) || brokenConnection.test(error.message)
}
