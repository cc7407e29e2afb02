import { z } from '@hono/zod-openapi'

/** Short text of a request. PostgreSQL has no NUL, and no name or number is longer. */
export const text = z
  .string()
  .max(200)
  .refine((given) => !given.includes('\0'), 'holds a NUL character')

const number = text.min(1).openapi({ description: '电子文件号 or 档号' })

/** Names a record in a path. */
export const recordParameter = z.object({ number })

/** Names a document of a record in a path. */
export const documentParameters = z.object({
  number,
  document: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .openapi({ description: 'number of the document in the record, from 1' }),
})

/** A day in a query, `YYYY-MM-DD`. The calendar has no year 0. */
export const day = z.iso.date().regex(/^(?!0000)/, 'there is no year 0')

/** How many entries a page of a list has. */
export const pageLimit = z.coerce.number().int().min(1).max(200).default(20).openapi({ description: 'entries a page' })
