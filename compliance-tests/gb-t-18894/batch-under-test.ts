import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseBatchNumber } from '#archive-schema/registration-form/form-number.ts'
import type { RegistrationDocument } from '#archive-schema/registration-form/registration-document.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { answerRow } from '#pipelines/registration-form/answer-row.ts'
import { checkForm } from '#pipelines/registration-form/check-form.ts'
import { registerForm } from '#pipelines/registration-form/register-form.ts'
import { captureAndWait } from '#services/cli/verbs/capture.ts'
import type { CaseOutcome } from '#services/intake/case-outcome.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

/** An archive into which one unit hands in batches of small cases. */
export type BatchesUnderTest = {
  readonly archive: TestArchive
  /** Makes a case of the unit, another one each time. Resolves to its folder. */
  another(edit?: Parameters<typeof makeCase>[3]): Promise<string>
  /** Hands folders in under a batch and waits until each has come to an end. */
  handIn(batch: string, ...folders: readonly string[]): Promise<readonly CaseOutcome[]>
  /** Registers a form: as `entryOf`, but for `changes`. */
  register(
    number: string,
    changes?: Readonly<Record<string, string | number>>,
    reason?: string,
  ): Promise<RegistrationDocument>
  close(): Promise<void>
}

/** The unit whose cases are handed in, and the bytes of the content files of one of them. */
export const unit = '430190-0101'
export const bytesOfOne = 702_091

/** What the unit registers for a batch of `records` cases. */
export function entryOf(records: number): Readonly<Record<string, string | number>> {
  return {
    单位: '长沙市湘麓区城市管理和综合执法局',
    时间: '2026-08-01',
    门类: '专业',
    件: records,
    字节: records * bytesOfOne,
    方式: '在线归档',
  }
}

/** Opens such an archive; `overrides` are environment variables. */
export async function openBatches(overrides: Readonly<Record<string, string>> = {}): Promise<BatchesUnderTest> {
  const archive = await openTestArchive(overrides)
  const folder = await mkdtemp(join(tmpdir(), 'batches-'))
  let made = 0
  return {
    archive,
    another: (edit) => {
      made += 1
      return makeCase('03-advert-not-accepted', join(folder, `case-${made}`), `batch-${made}00000`, edit)
    },
    handIn: async (batch, ...folders) => {
      const outcomes: CaseOutcome[] = []
      const tell = async (outcome: CaseOutcome) => {
        outcomes.push(outcome)
      }
      const under = parseBatchNumber(registrationForm, batch)
      await captureAndWait(folders, archive, tell, new AbortController().signal, under)
      return outcomes
    },
    register: async (number, changes = {}, reason) => {
      const request = { number, entry: { ...entryOf(1), ...changes }, by: '王芳' }
      return (await registerForm(archive, { ...request, ...(reason === undefined ? {} : { reason }) })).document
    },
    close: async () => {
      await archive.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** Answers every row that waits for a person. */
export async function answerAll(archive: TestArchive, number: string): Promise<void> {
  const { check } = await checkForm(archive, number)
  for (const { field, question } of check.results) {
    if (question === undefined) continue
    await answerRow(archive, number, { field, outcome: 'PASS', by: '李强', remark: '逐件核对' })
  }
}
