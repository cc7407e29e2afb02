import { resolve } from 'node:path'
import { z } from 'zod'

/** Variables of the time-stamp authorities 时间戳机构. */
export const timeStampVariables = {
  TIME_STAMPS: z
    .string()
    .min(1)
    .default('built-in')
    .describe('who stamps the checkpoints: a JSON file of authorities, built-in (a test authority), off'),
}

/** A file of authorities, or who else stamps. */
export type TimeStampConfig = { readonly file: string } | 'built-in' | 'off'

/** Reads them out of what was given. */
export function timeStampConfig({ TIME_STAMPS: given }: Given): TimeStampConfig {
  return given === 'built-in' || given === 'off' ? given : { file: resolve(given) }
}

type Given = z.output<z.ZodObject<typeof timeStampVariables>>
