import type { InspectionTools } from '../inspection/inspect-case.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import type { CaseQueue } from '../queue.ts'

/** What deciding about waiting cases works with. */
export type ReviewTools = InspectionTools &
  Pick<PipelineTools, 'scopeTables' | 'staging'> & { readonly queue: Pick<CaseQueue, 'send'> }
