import { z } from 'zod'
import { ConfigError } from './config-error.ts'

/** Variables of the store in which records rest. */
export const storeVariables = {
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('an S3 server with Object Lock; absent: WORM folder under DATA_DIR'),
  S3_ACCESS_KEY: z.string().min(1).optional().describe('needed with S3_ENDPOINT'),
  S3_SECRET_KEY: z.string().min(1).optional().describe('needed with S3_ENDPOINT'),
  S3_BUCKET: z.string().min(3).default('guidang').describe('bucket; made with Object Lock if missing'),
  S3_REGION: z.string().min(1).default('us-east-1').describe('region of the S3 server'),
  STORE_IMMUTABLE: z
    .stringbool()
    .default(true)
    .describe('WORM folder: set the immutable attribute where the system allows it'),
  STORE_ACCEPTED_WEAKNESSES: z
    .string()
    .regex(/^[WF][1-9][0-9]?(,[WF][1-9][0-9]?)*$/, 'expected items of the WORM proof, such as W14,W17')
    .optional()
    .describe('items of the WORM proof that the store may fail, such as W14,W17; every report names them'),
  STORE_PROOF_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(366)
    .default(7)
    .describe('how often the store is proved anew, in days'),
}

export type StoreConfig = {
  /** Absent: the WORM folder under `dataDir`. */
  readonly s3: S3Config | undefined
  readonly storeImmutable: boolean
  /** Items of the WORM proof that may fail. */
  readonly storeAcceptedWeaknesses: readonly string[]
  readonly storeProofDays: number
}

export type S3Config = {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly bucket: string
  readonly region: string
}

/** Reads them out of what was given. Throws `ConfigError`. */
export function storeConfig(data: Given): StoreConfig {
  return {
    s3: s3Config(data),
    storeImmutable: data.STORE_IMMUTABLE,
    storeAcceptedWeaknesses: data.STORE_ACCEPTED_WEAKNESSES?.split(',') ?? [],
    storeProofDays: data.STORE_PROOF_DAYS,
  }
}

type Given = z.output<z.ZodObject<typeof storeVariables>>

function s3Config(data: Given): S3Config | undefined {
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = data
  if (endpoint === undefined) return undefined
  if (accessKey === undefined || secretKey === undefined) {
    throw new ConfigError('configuration:\nS3_ENDPOINT needs S3_ACCESS_KEY and S3_SECRET_KEY')
  }
  return { endpoint, accessKey, secretKey, bucket: data.S3_BUCKET, region: data.S3_REGION }
}
