import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { messageOf } from '#archive-schema/caught-error.ts'
import { profilesOf, type SignatureProfile } from '#archive-schema/evidence/signature-profiles.ts'
import { isKeyName } from '#archive-schema/ledger/signed-note.ts'
import { type ClamdAddress, parseClamdAddress } from '#pipelines/inspection/clamd/clamd-address.ts'
import { type GenericKeyKind, genericKeyKinds } from '#storage/keys/key-kinds.ts'
import { type KeyReference, parseKeyReference } from '#storage/keys/key-reference.ts'
import type { SignerOptions } from '#storage/keys/open-signer.ts'

const sm2Profiles = profilesOf('sm2-sm3')

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
  SIGNER_ALGORITHM: z.enum(genericKeyKinds).default('ecdsa-p256').describe('kind of the test keys made on first start'),
  SIGNER_KEY: z
    .string()
    .transform(toKeyReference)
    .optional()
    .describe('key of the package signer: pkcs8:, pkcs12:, pkcs11:, https:; absent: test keys'),
  SIGNER_PASSPHRASE: z.string().optional().describe('its passphrase, PIN or token, unless a file holds it'),
  SM2_SIGNER_KEY: z
    .string()
    .transform(toKeyReference)
    .optional()
    .describe('the same for the SM2 signature; absent beside SIGNER_KEY: packages have none'),
  SM2_SIGNER_PASSPHRASE: z.string().optional().describe('its passphrase, PIN or token, unless a file holds it'),
  SM2_SIGNATURE_PROFILE: z
    .enum(sm2Profiles.map(({ name }) => name))
    .default(sm2Profiles[0].name)
    .describe('form of the SM2 signatures: readers of others differ in what they take'),
  SIGNATURE_ANCHORS: z
    .string()
    .min(1)
    .optional()
    .describe('PEM file of the authorities that are trusted for signatures inside content files; absent: none'),
  LEDGER_ORIGIN: z
    .string()
    .refine(isKeyName, 'expected a schema-less URL without blanks and plus signs, such as archive.example/ledger')
    .default('guidang.test/ledger')
    .describe('name of the ledger; never changed once it has a checkpoint'),
  LEDGER_CHECKPOINT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(60)
    .describe('how often a worker publishes a checkpoint of the ledger if it has grown'),
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

export type Config = {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  /** Absent: the WORM folder under `dataDir`. */
  readonly s3: S3Config | undefined
  readonly storeImmutable: boolean
  /** Path of the file; absent: the profile that comes with the product. */
  readonly metadataProfile: string | undefined
  /** Absent: no virus scanner is connected. */
  readonly clamd: ClamdAddress | undefined
  readonly host: string
  readonly port: number
  readonly signerAlgorithm: GenericKeyKind
  /** Absent: test keys. */
  readonly signerKeys: SignerOptions['keys']
  readonly sm2SignatureProfile: SignatureProfile
  /** PEM file; absent: no authority is trusted for signatures inside content files. */
  readonly signatureAnchors: string | undefined
  readonly ledger: { readonly origin: string; readonly checkpointSeconds: number }
  /** JSON file; absent: no sending systems are registered. */
  readonly sendingSystems: string | undefined
  readonly recognition: boolean
  readonly ocrWorkers: number
  /** Absent: looked for in the usual places. */
  readonly chromium: string | undefined
  readonly fixedTime: Date | undefined
  readonly logLevel: string
}

export type S3Config = {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly bucket: string
  readonly region: string
}

/** A configuration that names every wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
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
    s3: s3Config(data),
    storeImmutable: data.STORE_IMMUTABLE,
    metadataProfile: data.METADATA_PROFILE === undefined ? undefined : resolve(data.METADATA_PROFILE),
    clamd: data.CLAMD_ADDRESS,
    host: data.HOST,
    port: data.PORT,
    signerAlgorithm: data.SIGNER_ALGORITHM,
    signerKeys: signerKeys(data),
    sm2SignatureProfile: sm2Profiles.find(({ name }) => name === data.SM2_SIGNATURE_PROFILE) ?? sm2Profiles[0],
    signatureAnchors: data.SIGNATURE_ANCHORS,
    ledger: { origin: data.LEDGER_ORIGIN, checkpointSeconds: data.LEDGER_CHECKPOINT_SECONDS },
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

function toKeyReference(text: string, context: z.RefinementCtx<string>): KeyReference {
  try {
    return parseKeyReference(text)
  } catch (error) {
    context.addIssue(messageOf(error))
    return z.NEVER
  }
}

function signerKeys(data: z.output<typeof Environment>): SignerOptions['keys'] {
  const { SIGNER_KEY: generic, SM2_SIGNER_KEY: sm2 } = data
  if (generic === undefined && sm2 !== undefined) {
    throw new ConfigError('configuration:\nSM2_SIGNER_KEY needs SIGNER_KEY: test keys would sign beside it')
  }
  return {
    generic: generic === undefined ? undefined : { reference: generic, passphrase: data.SIGNER_PASSPHRASE },
    sm2: sm2 === undefined ? undefined : { reference: sm2, passphrase: data.SM2_SIGNER_PASSPHRASE },
  }
}

function s3Config(data: z.output<typeof Environment>): S3Config | undefined {
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = data
  if (endpoint === undefined) return undefined
  if (accessKey === undefined || secretKey === undefined) {
    throw new ConfigError('configuration:\nS3_ENDPOINT needs S3_ACCESS_KEY and S3_SECRET_KEY')
  }
  return { endpoint, accessKey, secretKey, bucket: data.S3_BUCKET, region: data.S3_REGION }
}
