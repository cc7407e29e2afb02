import { readMetadataProfile } from '../../metadata-profile.ts'
import { print } from '../output.ts'
import { configFromEnvironment } from '../with-archive.ts'

/** The metadata profile in use, in the form in which `METADATA_PROFILE` takes one. */
export async function profile(): Promise<void> {
  const inUse = await readMetadataProfile(configFromEnvironment().metadataProfile)
  await print(JSON.stringify(inUse, null, 2))
}
