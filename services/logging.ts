import { type Logger, pino } from 'pino'

/** Log of the running program: JSON lines on stderr. Names and numbers of persons never belong into a log. */
export function openLog(level: string): Logger {
  return pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: ['*.idNumber', '*.name', '*.found', '*.expected'],
    },
    pino.destination({ dest: 2, sync: true }),
  )
}

export type Log = Logger

/**
 * What a log says of an error, also of one that is a plain object, as the queue tells its own. Other properties stay out: drivers hang
 * their whole connection on an error.
 */
export function describeError(error: unknown): unknown {
  if (!isErrorLike(error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  const code = 'code' in error ? { code: error.code } : {}
  return { type: name, message, ...code, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) }
}

function isErrorLike(error: unknown): error is Error {
  return error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)
}
