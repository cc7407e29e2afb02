import { type EmbeddedDatabase, joinEmbeddedDatabase } from '#storage/catalogue/embedded/join-embedded-database.ts'
import type { Config } from './config.ts'
import type { Log } from './logging.ts'

/** The configured database, or the embedded one, which ends with its last user. */
export async function openDatabase(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Log,
): Promise<EmbeddedDatabase> {
  if (databaseUrl !== undefined) return { connectionString: databaseUrl, leave: async () => {} }
  return joinEmbeddedDatabase(dataDir, { log: (line) => log.debug({ event: 'database.embedded' }, line) })
}
