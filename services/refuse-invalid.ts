import type { core } from 'zod'
import { refuse } from '#archive-schema/archive-error.ts'
import type { Fault } from '#archive-schema/fault.ts'

type Valid = { readonly success: true; readonly error?: never }
type Invalid = { readonly success: false; readonly error: { readonly issues: readonly core.$ZodIssue[] } }

/** An invalid request is a problem like any other. Throws `REQUEST_INVALID` that names every wrong parameter. */
export function refuseInvalid<Result extends Valid | Invalid>(
  result: Result,
): asserts result is Extract<Result, { readonly success: true }> {
  if (!result.success) refuse(result.error.issues.flatMap(faultsOf))
}

function faultsOf(issue: core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => fault(name, 'unknown parameter'))
  return [fault(issue.path.join('.'), issue.message)]
}

function fault(field: string, found: string): Fault {
  return { code: 'REQUEST_INVALID', field, found }
}
