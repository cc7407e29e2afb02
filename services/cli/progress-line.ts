import { stageTerms } from '#pipelines/stage-names.ts'
import { pipelineStatus } from '../access/case-status.ts'
import type { Archive } from '../open-archive.ts'

/** Shows where the cases stand, on one line of the terminal, until it is stopped. Silent where stderr is no terminal. */
export function startProgressLine(archive: Archive): { stop(): void } {
  if (!process.stderr.isTTY) return { stop: () => {} }
  let showing = false
  const show = async () => {
    if (showing) return
    showing = true
    const { stages, archived, refused, review } = await pipelineStatus(archive.catalogue)
    const moving = Object.entries(stages).map(([stage, cases]) => `${termOf(stage)} ${cases}`)
    const ended = [`已归档 ${archived}`, `拒收 ${refused}`, `待人工 ${review}`]
    process.stderr.write(`\r\u001b[K${[...moving, ...ended].join(' · ')}`)
    showing = false
  }
  const timer = setInterval(() => {
    show().catch((error: unknown) => archive.log.warn({ err: error }, 'progress not shown'))
  }, 500)
  return {
    stop() {
      clearInterval(timer)
      process.stderr.write('\r\u001b[K')
    },
  }
}

function termOf(stage: string): string {
  return stage in stageTerms ? stageTerms[stage as keyof typeof stageTerms] : stage
}
