import { describeFaults, type Fault } from '#archive-schema/fault.ts'
import type { KnownCase } from '#storage/catalogue/related-case.ts'
import type { ChildCase } from './find-children.ts'

/** The children that are not archived yet, each with the reason. */
export function pendingFaults(children: readonly ChildCase[]): Fault[] {
  return children.flatMap(({ related: { serialNumber }, known }): Fault[] =>
    known.state === 'archived' ? [] : [{ code: 'JOINT_CHILD_PENDING', field: serialNumber, found: reasonOf(known) }],
  )
}

function reasonOf(known: KnownCase): string {
  if (known.state === 'refused') return `拒收 / refused: ${describeFaults(known.faults, 'zh')}`
  if (known.state === 'unknown') return '尚未交接 / not handed over'
  return known.state === 'review' ? '等待人工处理 / waits for a person' : '办理中 / in process'
}
