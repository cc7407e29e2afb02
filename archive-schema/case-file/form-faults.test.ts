import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CaseFile } from './case-file.ts'
import { formFaults, mostProblems } from './form-faults.ts'
import { schemaProblems } from './schema-problems.ts'

const accepted = new URL('../../compliance-tests/cases/accepted/', import.meta.url)
const texts = readdirSync(accepted).map((name) => readFileSync(new URL(`${name}/case.json`, accepted), 'utf8'))

test('finds in a case with a few wrong values what the whole schema finds', () => {
  const wrong = fc.constantFrom('', 'x', 0, null, [], {}, '2025-02-30T09:00:00+08:00')
  const changes = fc.array(fc.tuple(fc.nat(), wrong), { maxLength: 3 })
  fc.assert(
    fc.property(fc.constantFrom(...texts), changes, (text, changed) => {
      const json: unknown = JSON.parse(text)
      for (const [at, value] of changed) spoil(json, at, value)
      const expected = schemaProblems(CaseFile, json).map(({ field, found }) => `${field} ${found}`)
      const faults = formFaults(json).map(({ field, found }) => `${field} ${found}`)
      expect(faults.toSorted()).toEqual(expected.toSorted())
    }),
  )
})

test.for(['applicants', 'process', 'materials'])(
  'stops in endless %s when there is more than anybody reads',
  (list) => {
    const json = JSON.parse(texts[0] ?? '') as Record<string, unknown>
    json[list] = Array.from({ length: 10_000 }, () => ({}))
    const { length } = formFaults(json)
    expect(length).toBeGreaterThanOrEqual(mostProblems)
    expect(length).toBeLessThan(2 * mostProblems)
  },
)

/** Puts a value in the place of the `at`-th value of the document, counted round. */
function spoil(json: unknown, at: number, value: unknown): void {
  const places: [object, string][] = []
  const waiting: unknown[] = [json]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue
    for (const [key, child] of Object.entries(next)) {
      places.push([next, key])
      waiting.push(child)
    }
  }
  const [parent, key] = places[at % places.length] ?? [{}, '']
  Reflect.set(parent, key, value)
}
