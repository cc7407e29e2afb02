import { archivalSequence, formatArchivalCode } from '#archive-schema/archival-code.ts'
import { sealedDescription } from '#archive-schema/description/description.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { insertDocuments } from '#storage/catalogue/documents.ts'
import { takeNumber } from '#storage/catalogue/numbers.ts'
import { insertRecord } from '#storage/catalogue/records.ts'
import { insertSearchEntries } from '#storage/catalogue/search.ts'
import { decisionActsOf } from '../business/decision-act.ts'
import { enterAct } from '../business/enter-act.ts'
import { inspectionAct } from '../business/inspection-act.ts'
import { arrangedOf, type CaseInProgress } from '../case-in-progress.ts'
import { metadataEntry } from '../metadata-entry.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { remember, resultOf, type Stage } from '../stage.ts'
import { documentEntries, recordEntry } from './catalogue-entries.ts'
import { pageEntries } from './search-entries.ts'

/** 登记编目: gives the record its 档号 and enters it, its documents and its text into the catalogue. */
export const registrationStage: Stage<'registration'> = {
  name: 'registration',
  lane: () => 'clerk',
  onRefusal: 'review',
  async run(progress, tools) {
    const registeredAt = tools.now()
    const conclude = async (transaction: Transaction) => {
      await enterContent(progress, tools, transaction)
      await enterInspection(progress, transaction)
      // Taken last: until the transaction ends, nobody else gets a number of this sequence.
      const archivalCode = await takeArchivalCode(progress, tools, transaction)
      const entry = recordEntry(progress, tools, { archivalCode, registeredAt })
      const description = sealedDescription(tools.profile, entry.metadata)
      await insertRecord(transaction, entry)
      await insertSearchEntries(transaction, entry.number, [metadataEntry(tools.profile, entry, description)])
      const act = { number: entry.number, act: 'registration', actedAt: registeredAt } as const
      await enterAct(transaction, { ...act, description: `档号 ${archivalCode}` })
      return { archivalCode, registeredAt: registeredAt.toISOString() }
    }
    return { conclude }
  },
  restore: remember('registration'),
}

/** 检测 and, before it, what persons have decided while the case waited. */
async function enterInspection(progress: CaseInProgress, transaction: Transaction): Promise<void> {
  const report = resultOf(progress, 'inspection')
  for (const act of [...decisionActsOf(report), inspectionAct(report)]) await enterAct(transaction, act)
}

/** Documents and text; the record to which they refer is entered in the same transaction, after them. */
async function enterContent(progress: CaseInProgress, tools: PipelineTools, transaction: Transaction): Promise<void> {
  const { number } = resultOf(progress, 'description')
  await insertDocuments(transaction, number, documentEntries(progress, tools))
  for await (const pages of pageEntries(progress, tools)) await insertSearchEntries(transaction, number, pages)
}

/** The next 件号 of the 类别; given back when the transaction fails, so that no number is skipped. */
async function takeArchivalCode(
  progress: CaseInProgress,
  { profile }: PipelineTools,
  transaction: Transaction,
): Promise<string> {
  const { caseFile, scope } = arrangedOf(progress).arranged
  const category = {
    fonds: caseFile.unit.fondsCode,
    category: profile.categoryCode,
    year: caseFile.case.year,
    retention: scope.retention,
    function: caseFile.item.baseCode,
  }
  const sequence = { kind: 'archival-code', scope: archivalSequence(profile, category) } as const
  const number = await takeNumber(transaction, sequence, progress.id)
  return formatArchivalCode(profile, { ...category, number })
}
