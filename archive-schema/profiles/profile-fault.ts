import type { Fault } from '#archive-schema/fault.ts'

/** A fault for every name that has occurred before at this place of a profile. */
export function doubleFaults(place: string, names: readonly string[]): Fault[] {
  const doubles = names.filter((name, i) => names.indexOf(name) !== i)
  return doubles.map((name) => profileFault(place, `${name} stands twice`))
}

/** What is wrong at one place of a profile. */
export function profileFault(field: string, found: string): Fault {
  return { code: 'CONFIGURATION_INVALID', field: `profile.${field}`, found }
}
