import { z } from '@hono/zod-openapi'

/** JSON of a schema, as the content of a response. */
export function jsonOf<Schema extends z.ZodType>(schema: Schema) {
  return { content: { 'application/json': { schema } } }
}

/** One thing that is wrong. */
export const Fault = z
  .object({
    code: z.string(),
    file: z.string().optional(),
    field: z.string().optional(),
    expected: z.string().optional(),
    found: z.string().optional(),
  })
  .openapi('Fault')

const Problem = z
  .object({
    type: z.string().openapi({ description: 'address where the meaning of the code is told' }),
    title: z.string().openapi({ description: 'Chinese or English, by Accept-Language' }),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    code: z.string().openapi({ description: 'stays the same for ever' }),
    faults: z.array(Fault.extend({ detail: z.string() })).openapi({ description: 'everything that is wrong' }),
  })
  .openapi('Problem')

const meanings = {
  400: 'The request is not valid',
  401: 'An access key is required',
  404: 'There is no such thing',
  409: 'Refused: it conflicts with what is there',
  410: 'The record was lawfully destroyed: the problem says by which list',
  412: 'Refused: it was changed in the meantime',
  413: 'Refused: over a limit',
  415: 'Refused: another media type is expected',
  416: 'The range lies outside',
  422: 'Refused: what was handed over is not in order',
  428: 'Refused: a precondition is required',
  503: 'Something that is needed does not answer now',
  507: 'There is too little space: hand over again later',
} as const

/** The problems with which a route may answer (RFC 9457). */
export function problems<Status extends keyof typeof meanings>(...statuses: readonly Status[]) {
  const content = { 'application/problem+json': { schema: Problem } }
  const responses = statuses.map((status) => [status, { description: meanings[status] as string, content }] as const)
  return Object.fromEntries(responses) as Record<Status, { description: string; content: typeof content }>
}

/** Bytes, as the content of a response. */
export function bytesOf(...mediaTypes: readonly string[]) {
  return { content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: bytesSchema }])) }
}

/** Bytes have no JSON Schema; OpenAPI 3.1 leaves it to the media type. */
const bytesSchema = {}
