import { resolve } from 'node:path'
import { z } from 'zod'
import { isKeyName } from '#archive-schema/ledger/signed-note.ts'

/** Variables of the ledger 账本. */
export const ledgerVariables = {
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
  WITNESSES: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of the witnesses of the ledger and how many must have cosigned; absent: none'),
}

export type LedgerConfig = {
  readonly origin: string
  readonly checkpointSeconds: number
  /** JSON file; absent: no witnesses. */
  readonly witnesses: string | undefined
}

/** Reads them out of what was given. */
export function ledgerConfig(data: Given): LedgerConfig {
  const { LEDGER_ORIGIN: origin, LEDGER_CHECKPOINT_SECONDS: checkpointSeconds, WITNESSES: file } = data
  return { origin, checkpointSeconds, witnesses: file === undefined ? undefined : resolve(file) }
}

type Given = z.output<z.ZodObject<typeof ledgerVariables>>
