import { stageTerm } from '#pipelines/stage-names.ts'
import { pipelineStatus } from '../access/case-status.ts'
import type { Archive } from '../open-archive.ts'
import { repeat } from '../repeat.ts'
import { writeOver } from './terminal-line.ts'

/** Shows where the cases stand, on one line of the terminal, until it is stopped. Silent where stderr is no terminal. */
export function startProgressLine(archive: Archive): { stop(): void } {
  if (!process.stderr.isTTY) return { stop: () => {} }
  const show = async () => {
    const { stages, archived, refused, review } = await pipelineStatus(archive.catalogue)
    const moving = Object.entries(stages).map(([stage, cases]) => `${stageTerm(stage)} ${cases}`)
    const ended = [`已归档 ${archived}`, `拒收 ${refused}`, `待人工 ${review}`]
    writeOver([...moving, ...ended].join(' · '))
  }
  const showing = repeat(500, show, (error) => archive.log.warn({ err: error }, 'progress not shown'))
  return {
    stop() {
      showing.stop()
      writeOver()
    },
  }
}
