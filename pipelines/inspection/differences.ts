import type { CheckEvidence } from '#archive-schema/finding.ts'

/** How a missing value is shown. */
const nothing = '∅'

type Shown = string | number | undefined

/** Two values that should be one. */
export type Difference = Required<Pick<CheckEvidence, 'location' | 'expected' | 'found'>>

/** One fault if `found` is not what is expected, else none. */
export function unlessEqual(location: string, expected: Shown, found: Shown): readonly Difference[] {
  if (show(expected) === show(found)) return []
  return [{ location, expected: show(expected), found: show(found) }]
}

/** A fault for every key whose value differs or that only one side has, in the order of the keys. */
export function differences(
  expected: ReadonlyMap<string, Shown>,
  found: ReadonlyMap<string, Shown>,
): readonly Difference[] {
  const keys = new Set([...expected.keys(), ...found.keys()])
  return [...keys].flatMap((key) => unlessEqual(key, expected.get(key), found.get(key)))
}

/** Every value that has occurred before, once for each time. */
export function repeated(values: readonly string[]): readonly string[] {
  const before = new Set<string>()
  return values.filter((value) => {
    const isRepeated = before.has(value)
    before.add(value)
    return isRepeated
  })
}

function show(value: Shown): string {
  return value === undefined ? nothing : String(value)
}
