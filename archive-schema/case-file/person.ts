import { z } from 'zod'
import { code, oneOf, text } from './field-types.ts'

/** 统一社会信用代码 (unified social credit code, GB 32100) by its characters; the check character is a rule of its own. */
export const creditCodeSchema = code(
  '统一社会信用代码（GB 32100，末位校验另行检查）',
  /^[0-9A-HJ-NPQRTUWXY]{18}$/,
).meta({ id: 'creditCode' })

/** 证件类型 (kinds of identity document). */
export const idTypeSchema = oneOf('证件类型', [
  '居民身份证',
  '统一社会信用代码',
  '护照',
  '港澳居民来往内地通行证',
  '台湾居民来往大陆通行证',
  '外国人永久居留身份证',
  '其他',
]).meta({ id: 'idType' })

/** 人员 (a person: legal representative or agent of an applicant). */
export const personSchema = z
  .strictObject({
    name: text('姓名'),
    idType: idTypeSchema,
    idNumber: text('证件号码', { max: 32 }),
  })
  .meta({ id: 'person', description: '人员' })
