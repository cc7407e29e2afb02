import type { Fault } from '#archive-schema/fault.ts'
import { dat46 } from './dat46.ts'
import { elementCoverage, twinPlaces } from './element-coverage.ts'
import type { Profile } from './profile.ts'
import { doubleFaults, profileFault } from './profile-fault.ts'

/**
 * What is wrong with the twins of a profile: each is an element of the scheme, in the container that the scheme puts it in, and
 * every element of the scheme is either written or has a reason why it is not.
 */
export function twinFaults(profile: Profile): Fault[] {
  const { standard, unwritten } = profile.twins
  if (standard !== dat46.standard)
    return [profileFault('twins.standard', `${standard}: only ${dat46.standard} is known`)]
  const excused = unwritten.flatMap(({ elements }) => elements)
  const strange = excused.filter((number) => !dat46.elements.some((element) => element.number === number))
  return [
    ...placeFaults(profile),
    ...doubleFaults('twins.unwritten', excused),
    ...strange.map((number) => profileFault('twins.unwritten', `${number} is no element of ${standard}`)),
    ...coverageFaults(profile),
  ]
}

function placeFaults(profile: Profile): Fault[] {
  return twinPlaces(profile).flatMap(({ place, twin, around }) => {
    const element = dat46.elements.find(({ number }) => number === twin)
    if (element === undefined) return [profileFault(place, `${twin} is no element of ${dat46.standard}`)]
    const isInPlace = around === undefined || element.parent === around
    return isInPlace ? [] : [profileFault(place, `${twin} does not stand in ${around}`)]
  })
}

function coverageFaults(profile: Profile): Fault[] {
  return elementCoverage(profile, dat46).flatMap(({ element: { number, name }, written, why }) => {
    if (written.length > 0 && why !== undefined)
      return [profileFault('twins.unwritten', `${number} ${name} is written: ${written.join(', ')}`)]
    if (written.length === 0 && why === undefined)
      return [profileFault('twins', `${number} ${name} is not written, and nothing says why`)]
    return []
  })
}
