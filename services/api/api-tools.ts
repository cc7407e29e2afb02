import type { CaseQueue } from '#pipelines/queue.ts'
import type { AccessKey } from '../access-key.ts'
import type { Archive } from '../open-archive.ts'

/** What the API works with. */
export type ApiTools = { readonly archive: Archive; readonly queue: CaseQueue; readonly key: AccessKey }
