import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CaseFile } from './case-file.ts'
import { caseFileJsonSchema } from './case-file-json-schema.ts'
import { property } from './json-nodes.ts'
import { readJson } from './read-json.ts'

const cases = new URL('../../compliance-tests/cases/', import.meta.url)
const reference = JSON.parse(readFileSync(new URL('case-file.schema.json', cases), 'utf8'))
const samples = readdirSync(cases, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('case.json'))
  .map((path) => [path, readJson(readFileSync(new URL(path, cases))).value] as const)
  .filter(([, value]) => value !== undefined)

const sampleOf = new Map(samples)

const byPublished = validator(caseFileJsonSchema())
const byReference = validator(reference)

function validator(schema: object): (json: unknown) => boolean {
  // JSON has no infinity; 1e400 is read as one, and ajv refuses that only when told to be strict about numbers.
  const ajv = new Ajv2020({ strict: false, strictNumbers: true })
  formats.default(ajv)
  return ajv.compile(schema)
}

function verdicts(json: unknown): object {
  return { zod: CaseFile.safeParse(json).success, published: byPublished(json), reference: byReference(json) }
}

const allAccept = { zod: true, published: true, reference: true }
const allRefuse = { zod: false, published: false, reference: false }

test('there are samples of both kinds', () => {
  expect(samples.filter(([path]) => path.startsWith('accepted/')).length).toBeGreaterThanOrEqual(12)
  expect(samples.filter(([path]) => path.startsWith('refused/')).length).toBeGreaterThanOrEqual(26)
})

const misshapen = ['05-', '06-', '09-', '15-', '20-']

test.for(samples)('three schemas agree on %s', ([path, json]) => {
  const isMisshapen = misshapen.some((number) => path.startsWith(`refused/${number}`))
  expect(verdicts(json)).toEqual(isMisshapen ? allRefuse : allAccept)
})

test.for(['null', '[]', '{}', '1', '"x"', '{"__proto__":{}}'])('three schemas refuse %s', (json) => {
  expect(verdicts(JSON.parse(json))).toEqual(allRefuse)
})

test('three schemas refuse a key named __proto__ in an otherwise good case', () => {
  const good = JSON.stringify(sampleOf.get('accepted/06-employment-registration-instant/case.json'))
  expect(verdicts(JSON.parse(good.replace('{', '{"__proto__":{},')))).toEqual(allRefuse)
})

test('the published schema says of every field what the reference says', () => {
  const published = demandsOf(caseFileJsonSchema(), caseFileJsonSchema())
  expect(published.length).toBeGreaterThan(150)
  expect(Object.fromEntries(published)).toEqual(Object.fromEntries(demandsOf(reference, reference)))
})

test('every field of the published schema is described in Chinese', () => {
  const undescribed = fieldsOf(caseFileJsonSchema()).filter(([, schema]) => !describesInChinese(schema))
  expect(undescribed.map(([name]) => name)).toEqual([])
})

test('three schemas agree on every mutation of the samples', { timeout: 120_000 }, () => {
  const mutants = fc.tuple(
    fc.constantFrom(...samples.map(([path]) => path)),
    fc.array(mutation(), { minLength: 1, maxLength: 3 }),
  )
  fc.assert(
    fc.property(mutants, ([path, mutations]) => {
      const mutant = structuredClone(sampleOf.get(path))
      for (const mutation of mutations) mutate(mutant, mutation)
      const agreed = byReference(mutant)
      expect(verdicts(mutant)).toEqual({ zod: agreed, published: agreed, reference: agreed })
    }),
    { numRuns: 4000 },
  )
})

/** A change somewhere in a document: a container is chosen by number, then one of its keys by number. */
type Mutation = {
  container: number
  key: number
  kind: 'delete' | 'replace' | 'add' | 'empty'
  name: string
  value: unknown
}

function mutation(): fc.Arbitrary<Mutation> {
  const names = [...new Set(fieldsOf(reference).map(([name]) => name)), 'unknown']
  return fc.record({
    container: fc.nat(500),
    key: fc.nat(20),
    kind: fc.constantFrom('delete', 'replace', 'add', 'empty'),
    name: fc.constantFrom(...names),
    value: value(),
  })
}

function mutate(json: unknown, { container, key, kind, name, value }: Mutation): void {
  const all = containers(json)
  const target = all[container % all.length] ?? {}
  const keys = Object.keys(target)
  const chosen = keys[key % keys.length]
  if (kind === 'add' && !Array.isArray(target)) Reflect.set(target, name, structuredClone(value))
  if (kind === 'empty' && Array.isArray(target)) target.length = 0
  if (chosen === undefined) return
  if (kind === 'replace') Reflect.set(target, chosen, structuredClone(value))
  // A hole is not JSON: an element is taken out and those after it move up.
  if (kind === 'delete' && Array.isArray(target)) target.splice(Number(chosen), 1)
  else if (kind === 'delete') Reflect.deleteProperty(target, chosen)
}

/** Values at and beside every bound of the reference schema, of every type. */
function value(): fc.Arbitrary<unknown> {
  const lengths = [0, 1, 2, 20, 32, 40, 60, 64, 100, 240, 300, 500, 1000, 2000].flatMap((length) => [
    length,
    length + 1,
  ])
  const numbers = [0, 1, 5, 99, 100, 730, 2400, 9999, Number.MAX_SAFE_INTEGER].flatMap((bound) => [bound, bound + 1])
  return fc.oneof(
    fc.constantFrom(null, true, false, [], {}, -1, 0.5, 1e300, Number.POSITIVE_INFINITY, ...numbers),
    fc.tuple(fc.constantFrom('a', '件', '𠮷'), fc.constantFrom(...lengths)).map(([one, times]) => one.repeat(times)),
    fc.constantFrom(...enumerated(reference)),
    fc.constantFrom(...exactTexts),
  )
}

const exactTexts = [
  '2024-02-29',
  '2025-02-29',
  '2025-13-01',
  '2025-04-31',
  '2025-04-22T09:00:00+08:00',
  '2025-04-22T09:00:00.123456Z',
  '2025-04-22T09:00:00.1234567Z',
  '2025-04-22T24:00:00+08:00',
  '2025-04-22 09:00:00+08:00',
  '2025-04-22T09:00:00',
  '2017-01-01T07:59:60+08:00',
  '2017-01-01T08:59:60+08:00',
  'files/a',
  'files/件/𠮷.pdf',
  'files/./a',
  'files/../a',
  'files/..a',
  'files//a',
  'files/a/',
  'files/a\\b',
  'files/a\u0001',
  'files/a\u007f',
  `files/${'件'.repeat(234)}`,
  `files/${'𠮷'.repeat(235)}`,
]

function containers(json: unknown): object[] {
  if (typeof json !== 'object' || json === null) return []
  return [json, ...Object.values(json).flatMap(containers)]
}

function enumerated(schema: unknown): string[] {
  return containers(schema).flatMap((node) => property(node, 'enum') ?? property(node, 'const') ?? []) as string[]
}

function fieldsOf(schema: unknown): [string, unknown][] {
  return containers(schema)
    .filter((node) => property(node, 'additionalProperties') === false)
    .flatMap((node) => Object.entries(property(node, 'properties') ?? {}))
}

function describesInChinese(schema: unknown): boolean {
  const description = property(schema, 'description')
  return property(schema, '$ref') !== undefined || /\p{sc=Han}|SHA-256/u.test(String(description))
}

const deciding = ['type', 'enum', 'const', 'pattern', 'format', 'minLength', 'maxLength', 'minimum', 'maximum']
const decidingStructure = ['minItems', 'maxItems', 'additionalProperties']

/** What a schema demands at every place, written one way. Conditions (`allOf`) are left to the mutations. */
function demandsOf(schema: unknown, root: unknown, place = 'case.json'): [string, object][] {
  const node = resolved(schema, root)
  const children = Object.entries(property(node, 'properties') ?? {})
  const items = property(node, 'items')
  return [
    [place, demands(node)],
    ...children.flatMap(([name, child]) => demandsOf(child, root, `${place}.${name}`)),
    ...(items === undefined ? [] : demandsOf(items, root, `${place}[]`)),
  ]
}

function demands(node: object): object {
  const entries = Object.entries(node).filter(([name]) => [...deciding, ...decidingStructure].includes(name))
  const required = property(node, 'required')
  if (Array.isArray(required)) entries.push(['required', required.toSorted()])
  const found = new Map(entries)
  if (found.has('const')) found.delete('type')
  const pattern = found.get('pattern')
  if (typeof pattern === 'string') found.set('pattern', new RegExp(pattern, 'u').source)
  // A code is as long as its pattern says; only a path has a length of its own.
  if (typeof pattern === 'string' && !pattern.startsWith('^files')) {
    found.delete('minLength')
    found.delete('maxLength')
  }
  return Object.fromEntries(found)
}

function resolved(schema: unknown, root: unknown): object {
  const reference = property(schema, '$ref')
  if (typeof reference === 'string')
    return Object(property(property(root, '$defs'), reference.slice('#/$defs/'.length)))
  const choices = property(schema, 'anyOf')
  if (!Array.isArray(choices)) return Object(schema)
  return { ...choices[0], type: choices.map((choice) => property(choice, 'type')) }
}
