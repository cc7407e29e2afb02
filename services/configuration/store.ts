import { z } from 'zod'
import { type S3Config, s3Config } from './s3-config.ts'

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

/** Reads them out of what was given. Throws `ConfigError`. */
export function storeConfig(data: Given): StoreConfig {
  return {
    s3: s3Config('', {
      ...{ endpoint: data.S3_ENDPOINT, accessKey: data.S3_ACCESS_KEY, secretKey: data.S3_SECRET_KEY },
      ...{ bucket: data.S3_BUCKET, region: data.S3_REGION },
    }),
    storeImmutable: data.STORE_IMMUTABLE,
    storeAcceptedWeaknesses: data.STORE_ACCEPTED_WEAKNESSES?.split(',') ?? [],
    storeProofDays: data.STORE_PROOF_DAYS,
  }
}

type Given = z.output<z.ZodObject<typeof storeVariables>>
