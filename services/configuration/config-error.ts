/** A configuration that names every wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
