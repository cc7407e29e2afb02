import type { CheckEvidence } from '#archive-schema/finding.ts'
import { findSystem } from '#archive-schema/sending-systems/sending-systems.ts'
import { type Check, judge } from '../check.ts'

/**
 * 发送系统登记检测 (no code of the standard seen): the system of the hand-over is registered, and the person who handed over is
 * named. One that was disabled since is registered still. Without a register the item is not checked.
 */
export const sendingSystem: Check = {
  rule: 'sending-system',
  check({ subject: { source, sendingSystems } }) {
    if (sendingSystems === undefined) throw new Error('no sending systems are registered')
    const { systemCode, systemName, exportedBy } = source
    const name = `${systemCode} ${systemName}`
    const system = findSystem(sendingSystems, source)
    const faults: readonly CheckEvidence[] = [
      ...(system === undefined ? [{ location: '交接内容 source', expected: '已登记的发送系统', found: name }] : []),
      ...[exportedBy.name, exportedBy.id].flatMap((text) =>
        text.trim() === ''
          ? [{ location: '交接内容 source.exportedBy', expected: '交接人姓名和标识', found: '∅' }]
          : [],
      ),
    ]
    const found = `${name}（${system?.status}），交接人 ${exportedBy.name}（${exportedBy.id}）`
    return judge(faults, { location: '交接内容 source', found, tool: 'guidang' })
  },
}
