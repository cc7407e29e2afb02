import type { Fault } from '#archive-schema/fault.ts'
import type { Profile } from './profile.ts'
import { doubleFaults, profileFault } from './profile-fault.ts'

/** What is wrong with the descriptive elements: each with its sealed twin and its first value, and their names together. */
export function descriptionFaults(profile: Profile): Fault[] {
  const { elements } = profile.description
  const names = elements.flatMap(({ key, title, tag }) => [...new Set([key, title, tag])])
  return [...doubleFaults('description', names), ...elements.flatMap((element) => elementFaults(profile, element))]
}

type DescriptiveElement = Profile['description']['elements'][number]

function elementFaults({ files }: Profile, { key, sealedAs, repeatable, obligation, initial }: DescriptiveElement) {
  const place = `description.${key}`
  const sealed = files.case.elements.find((rule) => rule.key === sealedAs)
  const isSame = sealed?.repeatable === repeatable && sealed.type !== 'container'
  const hasValue = obligation !== 'mandatory' || sealed?.obligation === 'mandatory' || initial !== undefined
  return [
    ...(sealedAs === undefined || isSame ? [] : [profileFault(place, `${sealedAs} is no such element`)]),
    ...(hasValue ? [] : [profileFault(place, 'is mandatory and has no value to begin with')]),
  ]
}
