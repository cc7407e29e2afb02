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
}

export type LedgerConfig = { readonly origin: string; readonly checkpointSeconds: number }

/** Reads them out of what was given. */
export function ledgerConfig(data: Given): LedgerConfig {
  return { origin: data.LEDGER_ORIGIN, checkpointSeconds: data.LEDGER_CHECKPOINT_SECONDS }
}

type Given = z.output<z.ZodObject<typeof ledgerVariables>>
