import { refuse } from '#archive-schema/archive-error.ts'
import type { ArrangedCase } from '#archive-schema/arranged-case.ts'
import { checkMetadata } from '#archive-schema/metadata/check-metadata.ts'
import { type DescriptionParticulars, describeCase } from '#archive-schema/metadata/describe-case.ts'
import { elementFaultOf } from '#archive-schema/metadata/element-fault.ts'
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
  refuse(checkMetadata(profile, metadata).map(elementFaultOf))
  return metadata
}
