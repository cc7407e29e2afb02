import { resolve } from 'node:path'
import { z } from 'zod'
import type { StoreAddress } from '#storage/objects/configured-store.ts'
import { ConfigError } from './config-error.ts'
import { s3Config } from './s3-config.ts'

/** Variables of the second store 第二存储, in which every object rests as well. */
export const secondStoreVariables = {
  SECOND_STORE_FOLDER: z
    .string()
    .min(1)
    .optional()
    .describe('WORM folder of the second copy, best on another machine; absent: SECOND_S3_ENDPOINT, or no second copy'),
  SECOND_S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('an S3 server with Object Lock for the second copy'),
  SECOND_S3_ACCESS_KEY: z.string().min(1).optional().describe('needed with SECOND_S3_ENDPOINT'),
  SECOND_S3_SECRET_KEY: z.string().min(1).optional().describe('needed with SECOND_S3_ENDPOINT'),
  SECOND_S3_BUCKET: z.string().min(3).default('guidang-second').describe('bucket of the second copy'),
  SECOND_S3_REGION: z.string().min(1).default('us-east-1').describe('region of that server'),
  COPY_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(10)
    .describe('how often a worker copies what is new'),
  COPY_ALARM_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(60)
    .describe('a record, or an object of journal or ledger, that has no second copy after so long is an alarm'),
}

export type SecondStoreConfig = {
  /** Absent: there is no second copy. */
  readonly address: StoreAddress | undefined
  readonly copySeconds: number
  readonly alarmMinutes: number
}

/** Reads them out of what was given. Throws `ConfigError`. */
export function secondStoreConfig(data: Given, immutable: boolean): SecondStoreConfig {
  return { address: addressOf(data, immutable), copySeconds: data.COPY_SECONDS, alarmMinutes: data.COPY_ALARM_MINUTES }
}

type Given = z.output<z.ZodObject<typeof secondStoreVariables>>

function addressOf(data: Given, immutable: boolean): StoreAddress | undefined {
  const { SECOND_STORE_FOLDER: folder, SECOND_S3_ENDPOINT: endpoint } = data
  if (folder !== undefined && endpoint !== undefined) {
    throw new ConfigError('configuration:\nSECOND_STORE_FOLDER and SECOND_S3_ENDPOINT exclude each other')
  }
  if (folder !== undefined) return { kind: 'folder', folder: resolve(folder), immutable }
  const s3 = s3Config('SECOND_', {
    ...{ endpoint, accessKey: data.SECOND_S3_ACCESS_KEY, secretKey: data.SECOND_S3_SECRET_KEY },
    ...{ bucket: data.SECOND_S3_BUCKET, region: data.SECOND_S3_REGION },
  })
  return s3 && { kind: 's3', ...s3 }
}
