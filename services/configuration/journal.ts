import { z } from 'zod'

/** Variables of the journal 台账. */
export const journalVariables = {
  JOURNAL_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(5)
    .describe('how often a worker writes what has changed in the database into the journal in the store'),
}

export type JournalConfig = { readonly seconds: number }

/** Reads them out of what was given. */
export function journalConfig(data: z.output<z.ZodObject<typeof journalVariables>>): JournalConfig {
  return { seconds: data.JOURNAL_SECONDS }
}
