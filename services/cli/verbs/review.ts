import type { InspectionStage } from '#archive-schema/inspection/inspection-stage.ts'
import { decideItem } from '../../access/decide-item.ts'
import { requireRecord } from '../../access/require-record.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type ReviewOptions = {
  readonly stage: InspectionStage
  readonly rule: string
  readonly outcome: 'pass' | 'fail'
  readonly by: string
  readonly role?: string
  readonly remark: string
  readonly json?: boolean
}

/** Keeps what a person decides on one item of each record, and says what was kept. */
export async function review(numbers: readonly string[], options: ReviewOptions): Promise<void> {
  const { stage, rule, by, role, remark } = options
  const outcome = options.outcome === 'pass' ? 'PASS' : 'FAIL'
  const answer = { rule, outcome, by, remark, ...(role === undefined ? {} : { role }) }
  await withArchive(async (archive) => {
    for (const number of numbers) {
      const record = await requireRecord(archive.catalogue, number)
      const decision = await decideItem(archive, record, stage, answer)
      if (options.json === true) await printJson(decision)
      else
        await print(`${decision.number}  ${decision.rule}  ${decision.outcome}  ${decision.by}  ${decision.decidedAt}`)
    }
  })
}
