import { z } from 'zod'
import { fieldPath } from './field-path.ts'

/** A field that does not fit a schema, and the reason in Chinese and English. */
export type SchemaProblem = { readonly field: string; readonly found: string }

const chinese = z.locales.zhCN().localeError
const english = z.locales.en().localeError

/** All that does not fit the schema, one problem a field, in the order of the schema. */
export function schemaProblems(schema: z.ZodType, json: unknown): SchemaProblem[] {
  const issues = schema.safeParse(json, { reportInput: true }).error?.issues ?? []
  const problems = new Map<string, SchemaProblem>()
  for (const problem of issues.flatMap(problemsOf)) {
    if (!problems.has(problem.field)) problems.set(problem.field, problem)
  }
  return [...problems.values()]
}

function problemsOf(issue: z.core.$ZodIssue): SchemaProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const found = '未规定的字段 / field not in the schema'
    return issue.keys.map((key) => ({ field: fieldPath([...issue.path, key]), found }))
  }
  return [{ field: fieldPath(issue.path), found: reason(issue) }]
}

function reason(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined) return '缺必填项 / required field is missing'
  const raw = issue as z.core.$ZodRawIssue
  return `${localised(chinese(raw))} / ${localised(english(raw))}`
}

function localised(message: string | { readonly message: string } | undefined | null): string {
  return typeof message === 'string' ? message : (message?.message ?? '')
}
