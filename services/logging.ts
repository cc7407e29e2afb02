import { type Logger, pino } from 'pino'

/** Log of the running program: JSON lines on stderr. Names and numbers of persons never belong into a log. */
export function openLog(level: string): Logger {
  return pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['*.idNumber', '*.name', '*.found', '*.expected'],
    },
    pino.destination({ dest: 2, sync: true }),
  )
}

export type Log = Logger
