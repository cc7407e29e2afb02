import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CaseFile, RelatedCase } from '#archive-schema/case-file/case-file.ts'
import type { ChildBinding } from '#archive-schema/case-file/related-case.ts'
import { type AdvanceTools, advanceCase } from '#pipelines/advance-case.ts'
import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { folderSource } from '#pipelines/capture/folder-source.ts'
import { caseStatus } from '#services/access/case-status.ts'
import { requireRecord } from '#services/access/require-record.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

/** 开办餐饮店“一件事一次办” of three bodies: the parent and its children, as the samples have them. */
export const joint = {
  parent: { folder: '08-restaurant-joint-parent', serialNumber: '430190251103000700' },
  market: { folder: '08a-restaurant-joint-child-market', serialNumber: '430190251103000701' },
  urban: { folder: '08b-restaurant-joint-child-urban', serialNumber: '430190251103000702' },
} as const
export type JointCase = keyof typeof joint

/** An archive in which the test itself moves the cases of the joint samples. */
export type JointTrial = {
  readonly archive: TestArchive
  /** Captures a case of the samples after a change of its related cases; resolves to its id. */
  enter(name: JointCase, change?: (related: readonly RelatedCase[]) => readonly unknown[]): Promise<string>
  /** Moves a case as far as it goes; rejects with what it waits for. */
  advance(id: string): Promise<void>
  /** The record of an archived case. */
  recordOf(id: string): Promise<PreservedRecord>
  /** Captures and moves a case. */
  archiveCase(
    name: JointCase,
    change?: (related: readonly RelatedCase[]) => readonly unknown[],
  ): Promise<PreservedRecord>
  close(): Promise<void>
}

/** The parent binds its children: those named in `bindings`, in that way. */
export function binding(bindings: Partial<Record<JointCase, ChildBinding>>) {
  return (related: readonly RelatedCase[]) =>
    related.map((one) => {
      const [name] = Object.entries(joint).find(([, { serialNumber }]) => serialNumber === one.serialNumber) ?? []
      const way = bindings[name as JointCase]
      return way === undefined ? one : { ...one, binding: way }
    })
}

/** Opens an archive; `overrides` are environment variables. */
export async function openJointTrial(overrides: Readonly<Record<string, string>> = {}): Promise<JointTrial> {
  const archive = await openTestArchive(overrides)
  const folders = await mkdtemp(join(tmpdir(), 'guidang-joint-'))
  const tools: AdvanceTools = { ...archive, ocr: undefined, queue: { send: async () => {} } }
  let cases = 0

  const enter: JointTrial['enter'] = async (name, change = (related) => related) => {
    const { folder, serialNumber } = joint[name]
    cases += 1
    const place = await makeCase(folder, join(folders, `${cases}`), serialNumber, (json) => {
      const file = json as unknown as { related: CaseFile['related'] | readonly unknown[] }
      file.related = change((file.related ?? []) as readonly RelatedCase[])
    })
    const dispatch = async () => {}
    const limits = defaultCaptureLimits
    return (await captureCase(folderSource(place), { ...archive, limits, dispatch })).caseId
  }
  const advance = (id: string) => advanceCase(id, 'clerk', 1, tools)
  const recordOf = async (id: string) => {
    const status = await caseStatus(archive.catalogue, id)
    if (status.number === undefined) throw new Error(JSON.stringify(status))
    return requireRecord(archive.catalogue, status.number)
  }
  return {
    archive,
    enter,
    advance,
    recordOf,
    async archiveCase(name, change) {
      const id = await enter(name, change)
      await advance(id)
      return recordOf(id)
    },
    async close() {
      await archive.close()
      await rm(folders, { recursive: true })
    },
  }
}
