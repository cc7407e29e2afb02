import { formatElectronicRecordCode } from '#archive-schema/package/electronic-record-code.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { takeNumber } from '#storage/catalogue/numbers.ts'
import { arrangedOf, type CaseInProgress, type StageResults } from '../case-in-progress.ts'
import { bindChildren } from '../joint-case/bind-children.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { recordCodeParts, recordSequence } from '../record-sequence.ts'
import { software } from '../software.ts'
import type { RestoreTools, Stage } from '../stage.ts'
import { describe } from './describe.ts'

/** 著录: gives the case its 电子文件号 and 归档时间, and describes it by the profile. A joint case waits for its children. */
export const descriptionStage: Stage<'description'> = {
  name: 'description',
  lane: () => 'clerk',
  onRefusal: 'refuse',
  async run(progress, tools) {
    const children = await bindChildren(progress.handover.caseFile, tools)
    const archivedAt = tools.now().toISOString()
    const conclude = async (transaction: Transaction) => {
      const number = await takeRecordNumber(progress, tools, transaction)
      const description = { number, archivedAt, ...(children.length === 0 ? {} : { children }) }
      // Checked inside the transaction: a case that is refused here gives its number back.
      describeAs(progress, tools, description)
      return description
    }
    return { conclude }
  },
  async restore(progress, description, tools) {
    const metadata = describeAs(progress, tools, description)
    return { ...progress, results: { ...progress.results, description }, metadata }
  },
}

function describeAs(
  progress: CaseInProgress,
  { profile }: RestoreTools,
  { number, archivedAt, children = [] }: StageResults['description'],
) {
  const particulars = { electronicRecordCode: number, archivedAt: new Date(archivedAt), software, children }
  return describe(profile, arrangedOf(progress).arranged, particulars)
}

async function takeRecordNumber(
  progress: CaseInProgress,
  { profile }: PipelineTools,
  transaction: Transaction,
): Promise<string> {
  const { arranged } = arrangedOf(progress)
  const serial = await takeNumber(transaction, recordSequence(profile, arranged), progress.id)
  return formatElectronicRecordCode(profile, { ...recordCodeParts(arranged), serial })
}
