import { z } from 'zod'
import { cellForm, properties } from '#archive-schema/inspection/inspection-profile.ts'
import source from '#archive-schema/profiles/registration-form.json' with { type: 'json' }
import { registrationXmlRule } from './registration-xml-rule.ts'

/** What of a batch is counted, to be compared with what a row of the form registers. */
export const measures = ['records', 'bytes'] as const
/** A quantity that is counted. */
export type Measure = (typeof measures)[number]

/** 登记表的双方 (the two sides that sign), in the order in which they sign. */
export const signingSides = ['forming', 'archives'] as const
/** One of the sides. */
export type SigningSide = (typeof signingSides)[number]

/** How a row of results is filled: by items of the inspection reports, or by the answer of a person. */
const resultRule = z
  .strictObject({
    cells: z.array(z.string().regex(cellForm)).min(1).readonly().exactOptional(),
    property: z.enum(properties).exactOptional(),
    question: z.string().min(1).exactOptional(),
    /** Where another row has one of these values, the row does not apply, and why. */
    unlessField: z
      .strictObject({ key: z.string(), is: z.array(z.string()).min(1).readonly(), why: z.string().min(1) })
      .readonly()
      .exactOptional(),
  })
  .readonly()
  .refine(
    ({ cells, property, question }) => [cells, property, question].filter((one) => one !== undefined).length === 1,
    'a result is filled by clauses, by a property or by a person',
  )

const fieldRule = z
  .strictObject({
    /** 含义: the key by which the values of the row are kept. */
    key: z.string().regex(/^[a-z]\w*$/i),
    tag: z.string(),
    /** The row as the form prints it. */
    title: z.string().min(1),
    /** A short name for those who fill it in. */
    label: z.string().min(1),
    type: z.enum(['text', 'date', 'code', 'number', 'result', 'signature']),
    /** Who fills it: the unit that registers, the inspection, the two sides. */
    filledBy: z.enum(['entry', 'results', 'signatures']),
    obligation: z.enum(['mandatory', 'optional']).exactOptional(),
    values: z.array(z.string()).min(1).readonly().exactOptional(),
    /** The item of DA/T 70 that compares the number with what was counted. */
    compares: z
      .strictObject({
        measure: z.enum(measures),
        rule: z.string().min(1),
        cell: z.string().regex(cellForm),
        property: z.enum(properties),
        title: z.string().min(1),
      })
      .readonly()
      .exactOptional(),
    result: resultRule.exactOptional(),
    side: z.enum(signingSides).exactOptional(),
    note: z.string().exactOptional(),
    provenance: z.string(),
    confidence: z.enum(['high', 'medium-high', 'medium', 'low']),
  })
  .readonly()
  .refine(({ filledBy, result }) => (filledBy === 'results') === (result !== undefined), 'a result says what fills it')
  .refine(({ filledBy, side }) => (filledBy === 'signatures') === (side !== undefined), 'a signature has a side')
  .refine(({ type, values }) => (type === 'code') === (values !== undefined), 'a code has values')

/** 登记表编号 (form of the number of a batch or of a year). */
const numberRule = z
  .strictObject({
    gathers: z.enum(['batch', 'year']),
    template: z.string(),
    parts: z.record(z.string(), z.string()).readonly(),
    source: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    note: z.string(),
  })
  .readonly()

/** 登记表方案 (profile of the registration form): its rows in order, its numbers, its sides, its XML. */
const registrationProfile = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    title: z.string().min(1),
    standard: z.string().min(1),
    source: z.string().min(1),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    numbers: z.array(numberRule).min(1).readonly(),
    fields: z.array(fieldRule).min(1).readonly(),
    /** What the unit has to say besides: not rows of the form. */
    remarks: z.array(fieldRule).readonly(),
    sides: z
      .array(z.strictObject({ side: z.enum(signingSides), title: z.string().min(1) }).readonly())
      .length(signingSides.length)
      .readonly()
      .refine((sides) => sides.every(({ side }, i) => side === signingSides[i]), 'the sides stand in another order'),
    xml: registrationXmlRule,
  })
  .readonly()
  .refine(({ fields, remarks }) => isEachOnce([...fields, ...remarks]), 'a name stands twice')
  .refine(
    ({ fields }) => measures.every((one) => fields.filter(({ compares }) => compares?.measure === one).length === 1),
    'each quantity is compared by one row',
  )

export type RegistrationField = z.output<typeof fieldRule>
export type RegistrationProfile = z.output<typeof registrationProfile>

/** Reads a profile of the form. Throws a `ZodError` that names all that is wrong. */
export function parseRegistrationProfile(given: unknown): RegistrationProfile {
  return registrationProfile.parse(given)
}

/** 《电子文件归档登记表》, GB/T 18894-2016 表A.1, as far as it was seen: the data say row by row where it comes from. */
export const registrationForm = parseRegistrationProfile(source)

/** The row that registers a quantity. That there is one is checked when the profile is read. */
export function fieldOfMeasure({ fields }: RegistrationProfile, measure: Measure): ComparedField {
  const field = fields.find((one): one is ComparedField => one.compares?.measure === measure)
  if (field === undefined) throw new Error(`no row registers ${measure}`)
  return field
}

/** A row whose number is compared with what was counted. */
type ComparedField = RegistrationField & { readonly compares: NonNullable<RegistrationField['compares']> }

function isEachOnce(fields: readonly RegistrationField[]): boolean {
  const names = fields.flatMap(({ key, title, label }) => [...new Set([key, title, label])])
  const tags = fields.map(({ tag }) => tag)
  return [names, tags].every((all) => new Set(all).size === all.length)
}
