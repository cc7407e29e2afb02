import { z } from 'zod'
import { under } from './condition.ts'
import { oneOf, text } from './field-types.ts'
import { idTypeSchema, personSchema } from './person.ts'

/** 行政相对人 (applicant: the other party of the case). A 法人 names its legal representative. */
export const applicantSchema = under(
  z.strictObject({
    role: text('在本办件中的身份', { max: 40 }).exactOptional(),
    type: oneOf('类型', ['自然人', '法人', '非法人组织', '其他']),
    name: text('名称或姓名'),
    idType: idTypeSchema,
    idNumber: text('证件号码', { max: 32 }),
    address: text('地址').exactOptional(),
    legalRepresentative: personSchema.exactOptional(),
    agent: personSchema.exactOptional(),
  }),
  [{ field: 'type', equals: '法人', holds: z.object({ legalRepresentative: z.object({}) }) }],
).describe('行政相对人')
