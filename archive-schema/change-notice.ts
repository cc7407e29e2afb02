import { z } from 'zod'
import { oneOf, text, timestamp } from './case-file/field-types.ts'
import type { Immutable } from './case-file/immutable.ts'
import { sourceSchema } from './case-file/source.ts'

/** 变更类型: 升版, another case has taken the place of this one; 作废, what it came to is void. */
export const changeKinds = ['升版', '作废'] as const

const identity = {
  systemCode: sourceSchema.shape.systemCode,
  serialNumber: sourceSchema.shape.serialNumber,
}

/**
 * 变更通知: what has become of a case in its handling system after it was archived (DA/T 104-2024, B.2.1 f and B.2.2 d). It is
 * kept beside the record, which stays as it was sealed. Only a 升版 has a successor, and has one always.
 */
export const ChangeNotice = z
  .strictObject({
    ...identity,
    noticeNumber: text('通知编号，同一办理系统内唯一', { max: 64 }),
    kind: oneOf('变更类型', changeKinds),
    changedAt: timestamp('变更时间'),
    basis: text('变更依据', { max: 1000 }),
    changedBy: text('变更人'),
    successor: z.strictObject(identity).describe('替代它的办件').exactOptional(),
  })
  .check(({ value, issues }) => {
    const { kind, successor, systemCode, serialNumber } = value
    const refuse = (message: string) => issues.push({ code: 'custom', input: value, path: ['successor'], message })
    if (kind === '升版' && successor === undefined) refuse('升版须写明替代的办件 (a 升版 names its successor)')
    if (kind === '作废' && successor !== undefined) refuse('作废没有替代的办件 (a 作废 has no successor)')
    if (successor?.systemCode === systemCode && successor.serialNumber === serialNumber) {
      refuse('办件不能替代自身 (no case is its own successor)')
    }
  })
export type ChangeNotice = Immutable<z.output<typeof ChangeNotice>>
