import { type Config, readConfig } from '../config.ts'
import { openLog } from '../logging.ts'
import { type Archive, openArchive } from '../open-archive.ts'

/** The configuration from the environment: the one place where it is read. */
export function configFromEnvironment(): Config {
  // biome-ignore lint/style/noProcessEnv: the outermost layer passes the environment in.
  return readConfig(process.env)
}

/**
 * Runs a command with an opened archive and closes it, also when the command fails or is interrupted.
 * Commands log warnings and worse, on stderr.
 */
export async function withArchive<T>(run: (archive: Archive, signal: AbortSignal) => Promise<T>): Promise<T> {
  const config = configFromEnvironment()
  const log = openLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  const archive = await openArchive(config, log)
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    return await run(archive, interruption.signal)
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    await archive.close()
  }
}
