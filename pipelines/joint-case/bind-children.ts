import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { measureStream } from '#archive-schema/evidence/digest.ts'
import { type BindingCase, type BoundChild, bindingCases } from '#archive-schema/joint-case/bound-child.ts'
import { findRecordOfCase, type PreservedRecord } from '#storage/catalogue/records.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { bindingFaults } from './binding-faults.ts'
import { type ChildCase, findChildren } from './find-children.ts'
import { pendingFaults } from './pending-faults.ts'

type BindingTools = Pick<PipelineTools, 'catalogue' | 'store'>

/**
 * 联办 (a joint case, DA/T 85 8.6 as far as known): the archived packages of the children that a case binds, in its order; none for
 * any other case. Throws `JOINT_DEPTH` and `JOINT_CHILD_DIFFERS` for what can never be bound, and `JOINT_CHILD_PENDING`, to
 * be tried again, while a child is not archived. So the order of hand-over is free.
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
  if (fixity.sha256 !== record.packageFixity.sha256)
    throw new ArchiveError({
      code: 'FIXITY_STORE_DIFFERS',
      file: record.objects.package.key,
      expected: record.packageFixity.sha256,
      found: fixity.sha256,
    })
  return { systemCode, serialNumber, number: record.number, fixity }
}

/** A child is a record of the body that the parent names, and names the parent itself: its sealed metadata say so. */
function recordFaults({ source }: CaseFile, related: BindingCase, { metadata }: PreservedRecord) {
  const { creditCode, relatedCases = [] } = metadata.case
  const field = related.serialNumber
  const namesParent = relatedCases.some(
    (one) => one.systemCode === source.systemCode && one.serialNumber === source.serialNumber,
  )
  const expectedBody = related.creditCode ?? creditCode
  return [
    ...(namesParent
      ? []
      : [
          {
            code: 'JOINT_CHILD_DIFFERS',
            field,
            expected: `关联办件 ${source.serialNumber}`,
            found: relatedCases.map(({ serialNumber }) => serialNumber).join(' '),
          } as const,
        ]),
    ...(expectedBody === creditCode
      ? []
      : [{ code: 'JOINT_CHILD_DIFFERS', field, expected: expectedBody ?? '', found: creditCode ?? '' } as const]),
  ]
}
