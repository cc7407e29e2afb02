import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CaseAnswer } from '#archive-schema/case-review/case-answer.ts'
import { type AdvanceTools, advanceCase } from '#pipelines/advance-case.ts'
import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { folderSource } from '#pipelines/capture/folder-source.ts'
import type { VirusScanner } from '#pipelines/inspection/virus-scanner.ts'
import { trialIdentity, trialScanner } from '#pipelines/inspection/virus-scanner-trial.ts'
import { decideCase } from '#pipelines/review/decide-case.ts'
import { caseStatus } from '#services/access/case-status.ts'
import { approveVersion } from '../archive-scope/sample-table.ts'
import { CaseDraft } from '../intake/case-draft.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

/** A person who says something. */
export const person = { by: '王芳', role: '档案员', remark: '已核对原件' } as const

/** An archive in which the test itself moves the cases, with a scanner that finds the marker of the trials. */
export type ReviewTrial = {
  readonly archive: TestArchive
  readonly tools: AdvanceTools
  /** Cases that were sent into a lane by a decision. */
  readonly sent: string[]
  /** Writes a sample case, after a change, and resolves to its folder. */
  write(change?: (draft: CaseDraft) => unknown): Promise<string>
  /** Captures a folder; resolves to the id of the case. */
  enter(folder: string): Promise<string>
  /** Moves a case as far as it goes. */
  advance(id: string, more?: Partial<AdvanceTools>): Promise<void>
  /** Captures a changed sample and moves it as far as it goes. */
  wait(change: (draft: CaseDraft) => unknown, more?: Partial<AdvanceTools>): Promise<string>
  decide(id: string, answer: CaseAnswer): ReturnType<typeof decideCase>
  outcome(id: string): Promise<string>
  close(): Promise<void>
}

/** Material that the table of `watchedTable` does not name: the case waits for a person (GD-2-9). */
export function withSurplus(draft: CaseDraft): CaseDraft {
  return draft.attach('files/附件.txt', Buffer.from('申请人另交的说明\n'))
}

/** Opens the trial; in it sample 06 stands under a table that leaves surplus materials to a person. */
export async function openReviewTrial(): Promise<ReviewTrial> {
  const archive = await openTestArchive()
  const folders = await mkdtemp(join(tmpdir(), 'guidang-review-'))
  const table = await approveVersion(archive, '06-employment-registration-instant', 'watched', () => ({
    unlistedMaterials: '复核',
  }))
  const sent: string[] = []
  const queue = { send: async (_: unknown, id: string) => void sent.push(id) }
  const scanner: VirusScanner = trialScanner({
    identify: async () => ({ ...trialIdentity, database: { version: '27000', date: archive.now() } }),
  })
  const tools: AdvanceTools = { ...archive, scanner, ocr: undefined, queue }

  const write = async (change: (draft: CaseDraft) => unknown = () => {}) => {
    const draft = await CaseDraft.of('06')
    for (const [key, value] of Object.entries(table)) draft.set(`item.scopeTable.${key}`, value)
    change(draft)
    const folder = join(folders, crypto.randomUUID())
    await draft.write(folder)
    return folder
  }
  const enter = async (folder: string) => {
    const dispatch = async () => {}
    const limits = defaultCaptureLimits
    return (await captureCase(folderSource(folder), { ...archive, limits, dispatch })).caseId
  }
  const advance = (id: string, more: Partial<AdvanceTools> = {}) => advanceCase(id, 'clerk', 3, { ...tools, ...more })
  return {
    archive,
    tools,
    sent,
    write,
    enter,
    advance,
    wait: async (change, more) => {
      const id = await enter(await write(change))
      await advance(id, more)
      return id
    },
    decide: (id, answer) => decideCase(id, answer, tools),
    outcome: async (id) => (await caseStatus(archive.catalogue, id)).outcome,
    close: async () => {
      await archive.close()
      await rm(folders, { recursive: true })
    },
  }
}
