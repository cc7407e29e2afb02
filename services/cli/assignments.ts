import { ArchiveError } from '#archive-schema/archive-error.ts'

/** Name and value of each `NAME=VALUE` of an option, in the order in which they were given. Throws `REQUEST_INVALID`. */
export function readAssignments(option: string, given: readonly string[]): readonly { name: string; value: string }[] {
  return given.map((assignment) => {
    const sign = assignment.indexOf('=')
    if (sign > 0) return { name: assignment.slice(0, sign).trim(), value: assignment.slice(sign + 1) }
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: option, found: `${assignment}: no NAME=VALUE` })
  })
}
