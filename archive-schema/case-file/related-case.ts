import { z } from 'zod'
import { oneOf, text } from './field-types.ts'
import { creditCodeSchema } from './person.ts'

/** 关联办件 (another case that belongs with this one, e.g. a child of a joint case 联办件). */
export const relatedCaseSchema = z
  .strictObject({
    relation: oneOf('关系', ['主办件', '子办件', '前序办件', '后续办件']),
    systemCode: text('办理系统编码'),
    serialNumber: text('业务流水号'),
    unit: text('承办单位').exactOptional(),
    creditCode: creditCodeSchema.exactOptional(),
  })
  .describe('关联')
