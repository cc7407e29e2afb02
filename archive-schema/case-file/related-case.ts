import { z } from 'zod'
import { under } from './condition.ts'
import { oneOf, text } from './field-types.ts'
import { creditCodeSchema } from './person.ts'

/** 归入方式: whether the package of a child is held by the parent package (随包), or listed by number and digest only (引用). */
export const childBindings = ['随包', '引用'] as const
export type ChildBinding = (typeof childBindings)[number]

/**
 * 关联办件 (another case that belongs with this one, e.g. a child of a joint case 联办件). With `binding` the 牵头单位 binds the
 * archived package of a child into its own.
 */
export const relatedCaseSchema = under(
  z.strictObject({
    relation: oneOf('关系', ['主办件', '子办件', '前序办件', '后续办件']),
    systemCode: text('办理系统编码'),
    serialNumber: text('业务流水号'),
    unit: text('承办单位').exactOptional(),
    creditCode: creditCodeSchema.exactOptional(),
    binding: oneOf('归入方式：随包 收入主办件归档信息包，引用 只列电子文件号和数字摘要', childBindings).exactOptional(),
  }),
  [
    {
      field: 'relation',
      equals: '子办件',
      holds: z.object({}),
      otherwise: z.object({ binding: z.never().optional() }),
    },
  ],
).describe('关联')
