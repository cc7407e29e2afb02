import type { JournalObjects } from '#storage/journal/journal-objects.ts'
import type { RetentionTools } from '../retention/retention-tools.ts'

/** What destroying works with: nothing is erased before the journal says that it goes. */
export type DisposalTools = RetentionTools & { readonly journal: JournalObjects }
