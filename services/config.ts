import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { RetentionPolicy } from '#archive-schema/retention/retention-policy.ts'
import { type ClamdAddress, parseClamdAddress } from '#pipelines/inspection/clamd/clamd-address.ts'
import { type AuditConfig, auditConfig, auditVariables } from './configuration/audit.ts'
import { type CapacityConfig, capacityConfig, capacityVariables } from './configuration/capacity.ts'
import { ConfigError } from './configuration/config-error.ts'
import { type JournalConfig, journalConfig, journalVariables } from './configuration/journal.ts'
import { type LedgerConfig, ledgerConfig, ledgerVariables } from './configuration/ledger.ts'
import { retentionConfig, retentionVariables } from './configuration/retention.ts'
import { type SecondStoreConfig, secondStoreConfig, secondStoreVariables } from './configuration/second-store.ts'
import { type SigningConfig, signingConfig, signingVariables } from './configuration/signing.ts'
import { type StoreConfig, storeConfig, storeVariables } from './configuration/store.ts'
import { type TimeStampConfig, timeStampConfig, timeStampVariables } from './configuration/time-stamps.ts'

/** Everything this product reads from its environment. No other file may touch `process.env`. */
const Environment = z.object({
  DATA_DIR: z
    .string()
    .min(1)
    .default('data')
    .describe('folder of the embedded database, the WORM folder, staging and keys'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('a PostgreSQL server; absent: embedded PostgreSQL under DATA_DIR'),
  ...storeVariables,
  ...secondStoreVariables,
  ...capacityVariables,
  ...auditVariables,
  METADATA_PROFILE: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of another metadata profile; absent: the one that comes with the product'),
  CLAMD_ADDRESS: z
    .string()
    .transform(toClamdAddress)
    .optional()
    .describe('clamd, host:port or path of its socket; absent: no virus scanner'),
  HOST: z.string().min(1).default('127.0.0.1').describe('address on which the API listens'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080).describe('port on which the API listens'),
  SIGNATURE_ANCHORS: z
    .string()
    .min(1)
    .optional()
    .describe('PEM file of the authorities that are trusted for signatures inside content files; absent: none'),
  ...signingVariables,
  ...ledgerVariables,
  ...journalVariables,
  ...timeStampVariables,
  ...retentionVariables,
  SENDING_SYSTEMS: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of the business systems that may hand over; absent: all that have the access key'),
  RECOGNITION: z.stringbool().default(true).describe('recognise scanned pages and extract text'),
  OCR_WORKERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(availableParallelism())
    .describe('pages recognised at a time'),
  CHROMIUM: z.string().min(1).optional().describe('path of Chromium or Chrome, which prints reports as PDF'),
  GUIDANG_FIXED_TIME: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('fixes the clock for drills; refused unless all keys in use are test keys'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('JSON lines on stderr'),
})

export type Config = StoreConfig &
  SigningConfig & {
    readonly dataDir: string
    readonly databaseUrl: string | undefined
    /** Path of the file; absent: the profile that comes with the product. */
    readonly metadataProfile: string | undefined
    /** Absent: no virus scanner is connected. */
    readonly clamd: ClamdAddress | undefined
    readonly host: string
    readonly port: number
    /** PEM file; absent: no authority is trusted for signatures inside content files. */
    readonly signatureAnchors: string | undefined
    readonly ledger: LedgerConfig
    readonly journal: JournalConfig
    readonly timeStamps: TimeStampConfig
    readonly secondStore: SecondStoreConfig
    readonly capacity: CapacityConfig
    readonly audit: AuditConfig
    readonly retention: RetentionPolicy
    /** JSON file; absent: no sending systems are registered. */
    readonly sendingSystems: string | undefined
    readonly recognition: boolean
    readonly ocrWorkers: number
    /** Absent: looked for in the usual places. */
    readonly chromium: string | undefined
    readonly fixedTime: Date | undefined
    readonly logLevel: string
  }

/** Throws `ConfigError` with one line per wrong variable. An empty variable counts as absent. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) throw new ConfigError(`configuration:\n${z.prettifyError(parsed.error)}`)
  const { data } = parsed
  return {
    dataDir: resolve(data.DATA_DIR),
    databaseUrl: data.DATABASE_URL,
    ...storeConfig(data),
    metadataProfile: data.METADATA_PROFILE === undefined ? undefined : resolve(data.METADATA_PROFILE),
    clamd: data.CLAMD_ADDRESS,
    host: data.HOST,
    port: data.PORT,
    ...signingConfig(data),
    signatureAnchors: data.SIGNATURE_ANCHORS,
    ledger: ledgerConfig(data),
    journal: journalConfig(data),
    timeStamps: timeStampConfig(data),
    secondStore: secondStoreConfig(data, data.STORE_IMMUTABLE),
    capacity: capacityConfig(data),
    audit: auditConfig(data),
    retention: retentionConfig(data),
    sendingSystems: data.SENDING_SYSTEMS,
    recognition: data.RECOGNITION,
    ocrWorkers: data.OCR_WORKERS,
    chromium: data.CHROMIUM,
    fixedTime: data.GUIDANG_FIXED_TIME === undefined ? undefined : new Date(data.GUIDANG_FIXED_TIME),
    logLevel: data.LOG_LEVEL,
  }
}

/** Name, meaning and default of every variable, for `guidang config` and the README. */
export function configVariables(): { name: string; meaning: string; default: string }[] {
  return Object.entries(Environment.shape).map(([name, schema]) => {
    const absent = schema.safeParse(undefined)
    return { name, meaning: schema.description ?? '', default: absent.success ? String(absent.data ?? '') : '' }
  })
}

function toClamdAddress(text: string, context: z.RefinementCtx<string>): ClamdAddress {
  const address = parseClamdAddress(text)
  if (address !== undefined) return address
  context.addIssue('expected host:port, [IPv6]:port or the absolute path of a Unix socket')
  return z.NEVER
}
