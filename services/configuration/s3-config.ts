import { ConfigError } from './config-error.ts'

/** An S3 server and the bucket of a store. */
export type S3Config = {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly bucket: string
  readonly region: string
}

/**
 * A server with both its keys; `undefined` where none is named. `prefix` is what the names of its variables begin with. Throws
 * `ConfigError`.
 */
export function s3Config(
  prefix: '' | 'SECOND_',
  given: { readonly [key in keyof S3Config]: string | undefined } & Pick<S3Config, 'bucket' | 'region'>,
): S3Config | undefined {
  const { endpoint, accessKey, secretKey, bucket, region } = given
  if (endpoint === undefined) return undefined
  if (accessKey !== undefined && secretKey !== undefined) return { endpoint, accessKey, secretKey, bucket, region }
  const needed = `${prefix}S3_ENDPOINT needs ${prefix}S3_ACCESS_KEY and ${prefix}S3_SECRET_KEY`
  throw new ConfigError(`configuration:\n${needed}`)
}
