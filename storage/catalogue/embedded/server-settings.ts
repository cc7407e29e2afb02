/** What a start of the server depends on. */
export type ServerSettings = {
  readonly port: number
  /** `cluster_name`: how the process is recognised as the server of its folder. */
  readonly name: string
  /** Whether a committed transaction survives a power failure (fsync). */
  readonly durable: boolean
}

const constant = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  min_wal_size: '32MB',
  ssl: 'off',
  jit: 'off',
  // Workers of their own pay on large machines; here they are three more processes a folder.
  io_method: 'sync',
  huge_pages: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_statement: 'none',
} as const

const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } as const

/**
 * Arguments of `postgres`. All settings are given here and none in the cluster: a new version of this program brings
 * new settings to old folders.
 */
export function settingArguments({ port, name, durable }: ServerSettings): readonly string[] {
  const settings = { ...constant, ...(durable ? {} : careless), port, cluster_name: name }
  return Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
}
