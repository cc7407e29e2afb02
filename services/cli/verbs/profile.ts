import { dat46 } from '#archive-schema/profiles/dat46.ts'
import { type ElementCoverage, elementCoverage } from '#archive-schema/profiles/element-coverage.ts'
import { withoutStandard } from '#archive-schema/profiles/element-number.ts'
import { readMetadataProfile } from '../../metadata-profile.ts'
import { print, printJson, table } from '../output.ts'
import { configFromEnvironment } from '../with-archive.ts'

type ProfileOptions = { readonly elements?: boolean; readonly json?: boolean }

/**
 * The metadata profile in use, in the form in which `METADATA_PROFILE` takes one; or, by element of DA/T 46-2009, where the profile
 * writes it or why not.
 */
export async function profile(options: ProfileOptions): Promise<void> {
  const inUse = await readMetadataProfile(configFromEnvironment().metadataProfile)
  if (options.elements !== true) return print(JSON.stringify(inUse, null, 2))
  const coverage = elementCoverage(inUse, dat46)
  if (options.json !== true) return print(table(coverage.map(coverageRow)))
  for (const { element, ...rest } of coverage) await printJson({ number: element.number, name: element.name, ...rest })
}

function coverageRow({ element, written, why }: ElementCoverage): readonly string[] {
  const { number, entity, name, parent = '' } = element
  return [number, entity, withoutStandard(parent), name, why === undefined ? written.join(', ') : `—  ${why}`]
}
