import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { samples } from '../../stack/test-archive.ts'
import { CaseDraft, type Json } from '../case-draft.ts'
import { folderTrial, type Trial } from '../trial.ts'

/** As much of JSON Schema as the schema of the samples uses. */
type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly Json[]
  readonly const?: Json
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean
  readonly items?: Schema
  readonly $defs?: Readonly<Record<string, Schema>>
}

/** A place in a sample case, and what the schema demands of the value there. */
type Place = {
  readonly sample: string
  readonly place: string
  readonly schema: Schema
  readonly value: Json
  readonly required: boolean
}

// The schema that was handed over with the samples, not the one that this program makes: the two must refuse alike.
const published = JSON.parse(readFileSync(join(samples, 'case-file.schema.json'), 'utf8')) as Schema

/** Samples that between them have every object of the schema. */
const richSamples = ['10', '05', '09', '08']

const places = (await Promise.all(richSamples.map(placesOf))).flat()
const firstPlaces = [...new Map(places.toReversed().map((found) => [shapeOf(found.place), found])).values()]

/** What the schema demands of one field when another has a value. */
const conditions: readonly (readonly [
  name: string,
  sample: string,
  field: string,
  change: (draft: CaseDraft) => unknown,
])[] = [
  ['paper that was not scanned', '10', 'materials[0].files[0].scan', (draft) => draft.drop('materials.0.files.0.scan')],
  ['a called licence without its source', '05', 'materials[1].called', (draft) => draft.drop('materials.1.called')],
  [
    'files of what was not received',
    '10',
    'materials[1].files',
    (draft) => draft.set('materials.1.received', '未收取'),
  ],
  ['no files of what was received', '10', 'materials[1].files', (draft) => draft.set('materials.1.files', [])],
  ['a project without its code', '10', 'case.project', (draft) => draft.drop('case.project')],
  [
    'a company without representative',
    '10',
    'applicants[0].legalRepresentative',
    (draft) => draft.drop('applicants.0.legalRepresentative'),
  ],
  ['an accepted case without the time', '10', 'case.acceptedAt', (draft) => draft.set('case.acceptedAt', null)],
  [
    'an accepted case without its number',
    '10',
    'case.acceptanceNumber',
    (draft) => draft.set('case.acceptanceNumber', null),
  ],
  ['no applicants', '10', 'applicants', (draft) => draft.set('applicants', [])],
  ['no materials', '10', 'materials', (draft) => draft.set('materials', [])],
  ['one step', '10', 'process', (draft) => draft.set('process', [draft.get('process.0') ?? null])],
]

/** Hand-overs in which one field is not of the form that the schema demands, in every place where a field can stand. */
export const schemaTrials: readonly Trial[] = [
  ...firstPlaces.flatMap((found) => [
    ...(found.required ? [trial('is missing', found, (draft) => draft.drop(found.place))] : []),
    ...wrongValues(found).map(([name, value]) => trial(name, found, (draft) => draft.set(found.place, value))),
    ...(found.schema.additionalProperties === false
      ? [trial('has a field too many', found, (draft) => draft.set(`${found.place}.unknownField`, 'x'))]
      : []),
  ]),
  folderTrial('a field too many at the top', '06', 'SCHEMA_INVALID', 'unknownField', (draft) =>
    draft.set('unknownField', 'x'),
  ),
  ...conditions.map(([name, sample, field, change]) => folderTrial(name, sample, 'SCHEMA_INVALID', field, change)),
]

function trial(name: string, { place, sample }: Place, change: (draft: CaseDraft) => unknown): Trial {
  // Retention that is no code belongs to the scope table, not to the form; a path has rules of its own.
  const expected = place === 'item.retention' && name !== 'is missing' ? 'SCOPE_RETENTION' : 'SCHEMA_INVALID'
  return folderTrial(`${place} ${name}`, sample, place.endsWith('.path') ? '' : expected, fieldOf(place), change)
}

function wrongValues({ schema, value }: Place): [string, Json][] {
  const wrong: [string, Json][] = [
    ['is of another type', typeof value === 'object' ? 'x' : { x: 1 }],
    ...(typeof value === 'string' ? ([['is a number', 20250101]] as [string, Json][]) : []),
    ...(typeof value === 'number'
      ? ([
          ['is a text', String(value)],
          ['is broken', value + 0.5],
        ] as [string, Json][])
      : []),
    ...(typeof value === 'boolean'
      ? ([
          ['is a text', String(value)],
          ['is a number', 1],
        ] as [string, Json][])
      : []),
    ...(allowsNull(schema) ? [] : ([['is null', null]] as [string, Json][])),
  ]
  if (schema.enum !== undefined || schema.const !== undefined) wrong.push(['is none of the list', '其它'])
  if (schema.pattern !== undefined) wrong.push(['does not fit the pattern', '！'])
  return [...wrong, ...wrongSizes(schema)]
}

/** Just beyond the bounds that the schema sets. */
function wrongSizes({ minLength, maxLength, minimum, maximum, pattern }: Schema): [string, Json][] {
  return [
    ...(minLength === 1 && pattern === undefined ? ([['is empty', '']] as [string, Json][]) : []),
    ...(maxLength !== undefined ? ([['is too long', '长'.repeat(maxLength + 1)]] as [string, Json][]) : []),
    ...(minimum !== undefined ? ([['is too small', minimum - 1]] as [string, Json][]) : []),
    ...(maximum !== undefined ? ([['is too large', maximum + 1]] as [string, Json][]) : []),
  ]
}

function allowsNull({ type, enum: values }: Schema): boolean {
  return type === 'null' || (Array.isArray(type) && type.includes('null')) || values?.includes(null) === true
}

async function placesOf(sample: string): Promise<Place[]> {
  const { json } = await CaseDraft.of(sample)
  return inside(sample, '', published, json)
}

/** The places below a value; of a list, the first element is enough. */
function inside(sample: string, at: string, schema: Schema, value: Json): Place[] {
  const { items, properties = {}, required = [] } = schema
  if (Array.isArray(value)) {
    const [first] = value
    if (items === undefined || first === undefined) return []
    const place = `${at}.0`
    const element = resolved(items)
    return [{ sample, place, schema: element, value: first, required: false }, ...inside(sample, place, element, first)]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => {
    const place = at === '' ? key : `${at}.${key}`
    const known = resolved(properties[key] ?? {})
    return [
      { sample, place, schema: known, value: child, required: required.includes(key) },
      ...inside(sample, place, known, child),
    ]
  })
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '')
  return name === undefined ? schema : { ...published.$defs?.[name], ...schema }
}

function shapeOf(place: string): string {
  return place.replaceAll(/\.\d+/g, '[]')
}

/** The place as messages write it: `materials[0].files[0].path`. */
function fieldOf(place: string): string {
  return place.replaceAll(/\.(\d+)/g, '[$1]')
}
