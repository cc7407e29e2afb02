import { fieldPath } from './field-path.ts'

/** A value inside a JSON document, with its place. */
export type JsonNode = { readonly field: string; readonly value: unknown }

/** Deeper than any field of the schema; what lies below is refused by the schema anyway. */
const deepest = 12

/** Every value of a JSON document, outer before inner, in document order. */
export function* jsonNodes(value: unknown, path: readonly (string | number)[] = []): Generator<JsonNode> {
  yield { field: fieldPath(path), value }
  if (path.length === deepest || typeof value !== 'object' || value === null) return
  const children = Array.isArray(value) ? value.entries() : Object.entries(value)
  for (const [step, child] of children) yield* jsonNodes(child, [...path, step])
}

/** The property of a JSON object, or undefined if the value is no object or has none of that name. */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return Reflect.get(value, name)
}
