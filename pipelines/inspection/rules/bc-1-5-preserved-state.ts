import type { CheckEvidence } from '#archive-schema/finding.ts'
import { type Check, judge } from '../check.ts'
import { unlessEqual } from '../differences.ts'
import type { PreservedObject, PreservedState } from '../inspection-subject.ts'

/**
 * BC/1-5 保存信息包真实性: every object of the record is, byte for byte, what was registered at 入库, wherever that was
 * registered, and its lock ends no earlier than was registered then.
 */
export const preservedState: Check = {
  rule: 'BC/1-5',
  check({ subject: { preserved } }) {
    if (preserved === undefined) throw new Error('the record does not rest in the store')
    const faults = preserved.objects.flatMap((object) => [
      ...registrationFaults(object),
      ...objectFaults(object),
      ...lockFaults(object, preserved),
    ])
    return judge(faults, {
      location: preserved.objects.map(({ key }) => key).join('、'),
      found: `${preserved.objects.map(seenOf).join('；')}；锁定至 ${preserved.lockedUntil.toISOString()} 或更晚`,
      tool: 'node:crypto',
    })
  },
}

/** What was registered at one time stands in several places, none of which may have been changed alone. */
function registrationFaults({ key, registered: [first, ...others] }: PreservedObject): readonly CheckEvidence[] {
  return others.flatMap(({ place, fixity }) => [
    ...unlessEqual(`${key} ${place} 字节数`, first?.fixity.bytes, fixity.bytes),
    ...unlessEqual(`${key} ${place} SHA-256`, first?.fixity.sha256, fixity.sha256),
  ])
}

function objectFaults({ key, registered: [first], found }: PreservedObject): readonly CheckEvidence[] {
  return [
    ...unlessEqual(`${key} 字节数`, first?.fixity.bytes, found?.bytes),
    ...unlessEqual(`${key} SHA-256`, first?.fixity.sha256, found?.sha256),
  ]
}

function lockFaults({ key, found }: PreservedObject, { lockedUntil }: PreservedState): readonly CheckEvidence[] {
  if (found === undefined || found.retainUntil >= lockedUntil) return []
  const [expected, seen] = [`≥ ${lockedUntil.toISOString()}`, found.retainUntil.toISOString()]
  return [{ location: `${key} 保管锁定`, expected, found: seen }]
}

function seenOf({ found }: PreservedObject): string {
  return found === undefined ? '∅' : `${found.bytes} 字节，SHA-256 ${found.sha256}`
}
