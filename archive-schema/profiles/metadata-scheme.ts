import { z } from 'zod'
import { elementNumber, standardOf } from './element-number.ts'
import { xmlName } from './element-rule.ts'

/** 实体 (entities of DA/T 46-2009): what an element is said of. */
const entities = ['文件实体', '机构人员实体', '业务实体', '实体关系'] as const

/** 元数据元素 of a scheme. `source` of number and name is that of the scheme, `basis` says how the number is known. */
const schemeElement = z
  .strictObject({
    number: elementNumber,
    name: z.string().min(1),
    entity: z.enum(entities),
    /** The container in which it stands; absent: its entity itself. */
    parent: elementNumber.exactOptional(),
    kind: z.enum(['simple', 'container']),
    tag: xmlName.exactOptional(),
    /** 出现次数 in the EEP of DA/T 48-2009; the obligation of the scheme itself was not seen. */
    eepOccurrence: z.string().exactOptional(),
    eepValues: z.array(z.string()).min(1).readonly().exactOptional(),
    /** The same element in the standard that numbers it otherwise; absent where that has none. */
    twin: elementNumber.exactOptional(),
    confidence: z.enum(['high', 'medium', 'low']),
    basis: z.string().min(1),
    note: z.string().exactOptional(),
  })
  .readonly()

const metadataSchemeFields = z.strictObject({
  id: z.string().min(1),
  version: z.string().min(1),
  standard: z.string(),
  title: z.string(),
  source: z.string(),
  provenance: z.string(),
  confidence: z.enum(['high', 'medium', 'low']),
  notes: z.array(z.string()).readonly(),
  elements: z.array(schemeElement).min(1).readonly(),
  /** Another standard that has the same elements under other numbers, and the elements that only it has. */
  otherwiseNumbered: z
    .strictObject({
      standard: z.string(),
      source: z.string(),
      only: z.array(z.strictObject({ number: elementNumber, name: z.string() }).readonly()).readonly(),
    })
    .readonly(),
})

/** 元数据方案 of a standard: its elements in the order of their numbers, each in a container that stands before it. */
const metadataScheme = metadataSchemeFields
  .readonly()
  .refine(
    ({ standard, elements }) => elements.every(({ number }, i) => number === `${standard} M${i + 1}`),
    'the elements are numbered from M1 without gaps, each with its standard',
  )
  .refine(({ elements }) => {
    const names = elements.map(({ entity, name }) => `${entity} ${name}`)
    return new Set(names).size === names.length
  }, 'no entity has a name twice')
  .refine(
    ({ elements }) => elements.every((element, i) => element.parent === undefined || isInside(element, elements, i)),
    'a parent is a container of the same entity that stands before its elements',
  )
  .refine(
    ({ elements }) =>
      elements.every(({ kind, number }) => (kind === 'container') === elements.some(({ parent }) => parent === number)),
    'what has elements is a container, and a container has elements',
  )
  .refine(({ elements, otherwiseNumbered: { standard, only } }) => {
    const numbers = [...elements.flatMap(({ twin }) => twin ?? []), ...only.map(({ number }) => number)]
    return new Set(numbers).size === numbers.length && numbers.every((number) => standardOf(number) === standard)
  }, 'each number of the other standard stands once')

/** One element of a scheme. */
export type SchemeElement = z.output<typeof schemeElement>
/** A scheme that has been read. */
export type MetadataScheme = z.output<typeof metadataScheme>

/** Reads a scheme. Throws a `ZodError` that names all that is wrong: a scheme comes with the program, not from outside. */
export function parseMetadataScheme(source: unknown): MetadataScheme {
  return metadataScheme.parse(source)
}

function isInside({ parent, entity }: SchemeElement, elements: readonly SchemeElement[], place: number): boolean {
  return elements
    .slice(0, place)
    .some((before) => before.number === parent && before.entity === entity && before.kind === 'container')
}
