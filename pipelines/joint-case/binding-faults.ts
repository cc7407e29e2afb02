import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { bindingCases } from '#archive-schema/joint-case/bound-child.ts'
import type { ChildCase } from './find-children.ts'

/** Packages are nested two deep: parent and child. */
const depthLimit = '2'

/**
 * What can never be bound, whatever may still be archived: a case that binds children itself, and a child named twice. No
 * case that binds can be bound, so cases never bind each other in a circle.
 */
export function bindingFaults({ source }: CaseFile, children: readonly ChildCase[]): Fault[] {
  const keys = children.map(({ related }) => JSON.stringify([related.systemCode, related.serialNumber]))
  return children.flatMap(({ related, known }, i): Fault[] => {
    const field = related.serialNumber
    const isItself = related.systemCode === source.systemCode && field === source.serialNumber
    const binds = 'related' in known && bindingCases(known.related).length > 0
    if (isItself || binds) return [{ code: 'JOINT_DEPTH', field, expected: depthLimit }]
    if (keys.indexOf(keys[i] ?? '') === i) return []
    return [{ code: 'JOINT_CHILD_DIFFERS', field, expected: '仅一次 / once', found: '重复 / twice' }]
  })
}
