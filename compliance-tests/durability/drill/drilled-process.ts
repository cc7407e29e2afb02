import type { AdvanceTools } from '#pipelines/advance-case.ts'
import { serve } from '#services/cli/verbs/serve.ts'
import { work } from '#services/cli/verbs/worker.ts'
import { killIfArmed } from './armed-boundary.ts'

// `guidang serve` or `guidang worker`, with a look at every boundary whether somebody is to be killed there:
// node drilled-process.ts serve|worker FILE
const [verb, file = ''] = process.argv.slice(2)
const onBoundary: AdvanceTools['onBoundary'] = (_, stage, moment) => killIfArmed(file, stage, moment)
await (verb === 'serve' ? serve(onBoundary) : work(onBoundary))
