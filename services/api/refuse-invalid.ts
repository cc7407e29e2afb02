import type { core } from 'zod'
import { refuse } from '#archive-schema/archive-error.ts'
import type { Fault } from '#archive-schema/fault.ts'

type Validation = { readonly success: boolean; readonly error?: { readonly issues: readonly core.$ZodIssue[] } }

/** An invalid request is a problem like any other. Throws `REQUEST_INVALID` that names every wrong parameter. */
export function refuseInvalid({ error }: Validation): void {
  refuse((error?.issues ?? []).flatMap(faultsOf))
}

function faultsOf(issue: core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => fault(name, 'unknown parameter'))
  return [fault(issue.path.join('.'), issue.message)]
}

function fault(field: string, found: string): Fault {
  return { code: 'REQUEST_INVALID', field, found }
}
