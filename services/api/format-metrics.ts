import type { pipelineStatus } from '../access/case-status.ts'

/** Prometheus text (version 0.0.4): where the cases stand. */
export function formatMetrics({
  stages,
  archived,
  refused,
  review,
}: Awaited<ReturnType<typeof pipelineStatus>>): string {
  const moving = Object.entries(stages).map(([stage, cases]) => `guidang_cases_in_process{after="${stage}"} ${cases}`)
  return [
    '# HELP guidang_cases_in_process Cases in process, by their last completed stage.',
    '# TYPE guidang_cases_in_process gauge',
    ...moving,
    '# HELP guidang_cases_ended Cases that have come to an end.',
    '# TYPE guidang_cases_ended gauge',
    `guidang_cases_ended{outcome="archived"} ${archived}`,
    `guidang_cases_ended{outcome="refused"} ${refused}`,
    `guidang_cases_ended{outcome="review"} ${review}`,
    '',
  ].join('\n')
}
