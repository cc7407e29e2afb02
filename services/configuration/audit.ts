import { z } from 'zod'

/** Variables of the fixity programme 固化核查. */
export const auditVariables = {
  AUDIT_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3_650)
    .default(90)
    .describe('days in which workers read every object of every store once; 0: only when asked'),
  AUDIT_SLICES: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(90)
    .describe('slices of such a round, each read in one go'),
}

export type AuditConfig = { readonly days: number; readonly slices: number }

/** Reads them out of what was given. */
export function auditConfig(data: z.output<z.ZodObject<typeof auditVariables>>): AuditConfig {
  return { days: data.AUDIT_DAYS, slices: data.AUDIT_SLICES }
}
