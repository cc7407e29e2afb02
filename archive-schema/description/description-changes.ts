import type { Profile } from '#archive-schema/profiles/profile.ts'
import {
  type Description,
  type DescriptionChange,
  type DescriptionVersion,
  type DescriptiveValue,
  sealedVersion,
} from './description.ts'

/** What differs between two descriptions, in the order of the profile. */
export function descriptionChanges({ description }: Profile, before: Description, after: Description) {
  return description.elements.flatMap(({ key, title }): DescriptionChange[] => {
    const [was, is] = [before[key], after[key]]
    if (isSame(was, is)) return []
    return [
      {
        element: key,
        title,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      },
    ]
  })
}

/**
 * Numbers of the versions that do not follow from the one before: out of turn, or a description in which more or less
 * differs than is told. None, if the history is whole.
 */
export function brokenVersions(
  profile: Profile,
  sealed: Description,
  versions: readonly DescriptionVersion[],
): number[] {
  return versions.flatMap(({ version, description, changes }, i) => {
    const due = descriptionChanges(profile, versions[i - 1]?.description ?? sealed, description)
    const isWhole = version === sealedVersion + 1 + i && changes.length > 0 && told(changes) === told(due)
    return isWhole ? [] : [version]
  })
}

/** The changes as one text: neither the order of keys nor what is absent makes a difference, nor what an element is called. */
function told(changes: readonly DescriptionChange[]): string {
  return JSON.stringify(changes.map(({ element, before, after }) => [element, before, after]))
}

function isSame(one: DescriptiveValue | undefined, other: DescriptiveValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
