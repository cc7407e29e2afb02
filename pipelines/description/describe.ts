import { refuse } from '#archive-schema/archive-error.ts'
import type { ArrangedCase } from '#archive-schema/arranged-case.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { checkMetadata } from '#archive-schema/metadata/check-metadata.ts'
import { type DescriptionParticulars, describeCase } from '#archive-schema/metadata/describe-case.ts'
import type { ElementFault } from '#archive-schema/metadata/element-fault.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'

/**
 * 著录: the metadata of an arranged case, complete by the profile. Throws `DESCRIPTION_ELEMENT` with every element that is
 * missing or not as it should be.
 */
export function describe(
  profile: Profile,
  arranged: ArrangedCase,
  particulars: DescriptionParticulars,
): RecordMetadata {
  const metadata = describeCase(profile, arranged, particulars)
  refuse(checkMetadata(profile, metadata).map(descriptionFault))
  return metadata
}

function descriptionFault({ element, title, expected, found }: ElementFault): Fault {
  return { code: 'DESCRIPTION_ELEMENT', field: `${title} (${element})`, expected, found }
}
