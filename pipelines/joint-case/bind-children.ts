import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { measureStream } from '#archive-schema/evidence/digest.ts'
import { type BoundChild, bindingCases } from '#archive-schema/joint-case/bound-child.ts'
import { findRecordOfCase } from '#storage/catalogue/records.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { bindingFaults } from './binding-faults.ts'
import { type ChildCase, findChildren } from './find-children.ts'
import { pendingFaults } from './pending-faults.ts'
import { recordFaults } from './record-faults.ts'

type BindingTools = Pick<PipelineTools, 'catalogue' | 'store'>

/**
 * 联办 (a joint case, DA/T 85 8.6 as far as known): the archived packages of the children that a case binds, in its order; none for
 * any other case. Throws `JOINT_DEPTH` and `JOINT_CHILD_DIFFERS` for what can never be bound, and `JOINT_CHILD_PENDING`, to
 * be tried again, while a child is not archived (`FIXITY_STORE_DIFFERS`: while its
 * package is damaged). So the order of hand-over is free.
 */
export async function bindChildren(caseFile: CaseFile, tools: BindingTools): Promise<readonly BoundChild[]> {
  const children = await findChildren(tools.catalogue.pool, bindingCases(caseFile.related))
  refuse(bindingFaults(caseFile, children))
  const [pending, ...others] = pendingFaults(children)
  if (pending !== undefined) throw new ArchiveError([pending, ...others], { permanent: false })
  const bound: BoundChild[] = []
  for (const child of children) bound.push(await bindChild(caseFile, child, tools))
  return bound
}

async function bindChild(caseFile: CaseFile, { related, known }: ChildCase, tools: BindingTools): Promise<BoundChild> {
  const record = 'id' in known ? await findRecordOfCase(tools.catalogue.pool, known.id) : undefined
  if (record === undefined) throw new ArchiveError({ code: 'RECORD_NOT_FOUND', found: related.serialNumber })
  refuse(recordFaults(caseFile, related, record))
  const { systemCode, serialNumber } = related
  const fixity = await measureStream(tools.store.read(record.objects.package.key))
  const { sha256: expected } = record.packageFixity
  // The store is damaged, not the parent: it waits until somebody has looked after the child.
  if (fixity.sha256 !== expected)
    throw new ArchiveError(
      { code: 'FIXITY_STORE_DIFFERS', file: record.objects.package.key, expected, found: fixity.sha256 },
      { permanent: false },
    )
  return { systemCode, serialNumber, number: record.number, fixity }
}
