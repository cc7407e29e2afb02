import { z } from '@hono/zod-openapi'

/** A schema of the archive in the words of JSON Schema: what converts routes takes `exactOptional` for required. */
export function described(name: string, schema: z.ZodType) {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema)
  return z.any().openapi(name, jsonSchema as Parameters<z.ZodAny['openapi']>[1])
}
