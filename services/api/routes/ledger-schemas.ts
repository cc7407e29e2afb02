import { z } from '@hono/zod-openapi'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'

/** Which of the two trees. */
export const tree = z
  .enum(digestAlgorithms)
  .default('sha256')
  .openapi({ description: 'sha256, or its sibling with SM3' })

/** A number of entries. */
export const size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const roots = z.object({ sha256: z.string(), sm3: z.string() }).openapi({ description: 'in base64' })

/** Where the ledger stands. */
export const Ledger = z
  .object({
    origin: z.string().openapi({ description: 'name of the ledger' }),
    committed: z.int().openapi({ description: 'entries in both trees' }),
    waiting: z.int().openapi({ description: 'entries that the next checkpoint will cover' }),
    checkpoint: z.object({ size: z.int(), roots, publishedAt: z.iso.datetime() }).optional(),
  })
  .openapi('Ledger')

/** A proof that one size is the beginning of another. */
export const Consistency = z
  .object({
    tree: z.enum(digestAlgorithms),
    old: z.int(),
    size: z.int(),
    hashes: z.array(z.string()).openapi({ description: 'in base64, in the order of RFC 6962, 2.1.2' }),
  })
  .openapi('Consistency')
