import { z } from 'zod'

/** What holds of an object when one of its fields has a value: the branches are zod schemas of the fields concerned. */
export type Condition = {
  readonly field: string
  readonly equals: string | boolean
  readonly holds: z.ZodObject
  readonly otherwise?: z.ZodObject
  /** A field with which the condition does not hold: where it is there, neither branch is asked for. */
  readonly unless?: string
}

/**
 * The object schema under conditions. The one declaration is both checked by zod and published: JSON Schema 2020-12
 * gets it as `allOf` of `if`/`then`/`else` (zod itself loses a refinement on the way to JSON Schema).
 */
export function under<Schema extends z.ZodObject>(schema: Schema, conditions: readonly Condition[]): Schema {
  const checked = schema.superRefine(
    (value, { issues }) => {
      for (const condition of conditions) issues.push(...conditionIssues(condition, value))
    },
    // Also when a field is wrong already: a person wants to see all that is wrong at once.
    { when: ({ value }) => isObject(value) },
  )
  return checked.meta({ allOf: conditions.map(publishedCondition) })
}

function conditionIssues(condition: Condition, value: object): z.core.$ZodRawIssue[] {
  if (condition.unless !== undefined && Object.hasOwn(value, condition.unless)) return []
  const applies = Reflect.get(value, condition.field) === condition.equals
  const branch = applies ? condition.holds : condition.otherwise
  const issues = branch?.safeParse(value, { reportInput: true }).error?.issues ?? []
  // A reported issue is a raw one with its message; zod only types the input of the two differently.
  return issues as z.core.$ZodRawIssue[]
}

function publishedCondition({ unless, ...condition }: Condition): object {
  const published = publishedBranches(condition)
  return unless === undefined ? published : { if: { required: [unless] }, else: published }
}

function publishedBranches({ field, equals, holds, otherwise }: Condition): object {
  const published = {
    if: { properties: { [field]: { const: equals } } },
    // biome-ignore lint/suspicious/noThenProperty: `then` is the word of JSON Schema.
    then: publishedBranch(holds),
  }
  return otherwise === undefined ? published : { ...published, else: publishedBranch(otherwise) }
}

function publishedBranch(branch: z.ZodObject): object {
  const { $schema: _, ...published } = z.toJSONSchema(branch, { io: 'input' })
  return published
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
