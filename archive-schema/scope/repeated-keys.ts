import type { SchemaProblem } from '#archive-schema/case-file/schema-problems.ts'

/** Something that is known by its keys, e.g. an item by its code in each of its versions. */
export type Keyed = { readonly field: string; readonly keys: readonly string[] }

/** Whatever has a key that something before it has; each is named once, with the place of the first. */
export function repeatedKeys(things: readonly Keyed[]): SchemaProblem[] {
  const known = new Map<string, string>()
  return things.flatMap(({ field, keys }) => {
    const key = keys.find((candidate) => known.has(candidate))
    for (const each of keys) known.set(each, known.get(each) ?? field)
    if (key === undefined) return []
    return [{ field, found: `${key} 与 ${known.get(key)} 重复 / stands twice, first in ${known.get(key)}` }]
  })
}
