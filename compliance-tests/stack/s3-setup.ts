import type { TestProject } from 'vitest/node'
import { type S3Server, startCeph } from './ceph.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The S3 server that integration tests use: `inject('s3')`. */
    s3: S3Server
  }
}

/**
 * Vitest global setup: gives the tests the S3 server named by `S3_ENDPOINT`, `S3_ACCESS_KEY`, `S3_SECRET_KEY` and
 * `S3_REGION`, or starts one and ends it after the run. A server that does not start fails the run.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // biome-ignore lint/style/noProcessEnv: who runs the tests chooses the server; the product's configuration is not read here.
  const given = serverFrom(process.env)
  if (given !== undefined) {
    project.provide('s3', given)
    return async () => {}
  }
  const { stop, gateway: _, ...server } = await startCeph()
  project.provide('s3', server)
  return stop
}

function serverFrom(environment: NodeJS.ProcessEnv): S3Server | undefined {
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey, S3_REGION: region } = environment
  if (endpoint === undefined) return undefined
  if (accessKey === undefined || secretKey === undefined) {
    throw new Error('S3_ENDPOINT is given: S3_ACCESS_KEY and S3_SECRET_KEY are needed too')
  }
  return { endpoint, accessKey, secretKey, region: region ?? 'us-east-1' }
}
