import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { ContentLimits } from '../content-limits.ts'
import { ContentWindow } from '../content-window.ts'
import { listZip } from '../zip-listing.ts'
import { claimsArchive, findOfdBreaches, type OfdBreach } from './ofd-breaches.ts'
import { readOfdParts } from './ofd-parts.ts'

/** What was found in one OFD. */
export type OfdFindings = {
  /** DocType `OFD-A`: the file says of itself that it is one. */
  readonly claimsArchive: boolean
  readonly breaches: readonly OfdBreach[]
}

/** OFD-A 检查 (GB/T 42133-2022): every breach of its rules in a sound OFD. Throws `FORMATS_…`, `LIMITS_…`, `ACTIVE-CONTENT_…`. */
export async function examineOfdArchive(
  file: string,
  reader: ContentReader,
  limits: ContentLimits,
): Promise<OfdFindings> {
  const content = new ContentWindow(reader)
  const parts = await readOfdParts({ file, content, limits, entries: await listZip(file, content, limits) })
  return { claimsArchive: claimsArchive(parts), breaches: await findOfdBreaches(parts) }
}
