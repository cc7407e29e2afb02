import { resolve } from 'node:path'
import { z } from 'zod'
import { isKeyName } from '#archive-schema/ledger/signed-note.ts'
import type { LedgerKeyFiles } from '#storage/keys/ledger-key-pairs.ts'
import { ConfigError } from './config-error.ts'

/** Variables of the ledger 账本. */
export const ledgerVariables = {
  LEDGER_ORIGIN: z
    .string()
    .refine(isKeyName, 'expected a schema-less URL without blanks and plus signs, such as archive.example/ledger')
    .default('guidang.test/ledger')
    .describe('name of the ledger; never changed once it has a checkpoint'),
  LEDGER_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Ed25519 key of the ledger, a file of encrypted PKCS#8; never changed as the name is; absent: test keys'),
  LEDGER_SM2_KEY: z.string().min(1).optional().describe('its SM2 key, in the same form'),
  LEDGER_PASSPHRASE: z.string().optional().describe('the passphrase of both'),
  LEDGER_CHECKPOINT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(60)
    .describe('how often a worker publishes a checkpoint of the ledger if it has grown'),
  WITNESSES: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of the witnesses of the ledger and how many must have cosigned; absent: none'),
}

export type LedgerConfig = {
  readonly origin: string
  /** Absent: test keys. */
  readonly keys: LedgerKeyFiles | undefined
  readonly checkpointSeconds: number
  /** JSON file; absent: no witnesses. */
  readonly witnesses: string | undefined
}

/** Reads them out of what was given. Throws `ConfigError`. */
export function ledgerConfig(data: Given): LedgerConfig {
  const { LEDGER_ORIGIN: origin, LEDGER_CHECKPOINT_SECONDS: checkpointSeconds, WITNESSES: file } = data
  return { origin, keys: keyFiles(data), checkpointSeconds, witnesses: file === undefined ? undefined : resolve(file) }
}

function keyFiles(data: Given): LedgerKeyFiles | undefined {
  const { LEDGER_KEY: ed25519, LEDGER_SM2_KEY: sm2, LEDGER_PASSPHRASE: passphrase = '' } = data
  if (ed25519 !== undefined && sm2 !== undefined) return { ed25519: resolve(ed25519), sm2: resolve(sm2), passphrase }
  if (ed25519 === undefined && sm2 === undefined) return undefined
  throw new ConfigError('configuration:\nLEDGER_KEY and LEDGER_SM2_KEY go together: both sign every checkpoint')
}

type Given = z.output<z.ZodObject<typeof ledgerVariables>>
