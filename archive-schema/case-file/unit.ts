import { z } from 'zod'
import { code, text } from './field-types.ts'
import { creditCodeSchema } from './person.ts'

/** 立档单位 (fonds constituting unit: the body whose archives the case belongs to). */
export const unitSchema = z
  .strictObject({
    name: text('立档单位名称'),
    creditCode: creditCodeSchema,
    regionCode: code('行政区划编码', /^\d{6}$/),
    regionName: text('行政区划名称').exactOptional(),
    fondsCode: code('全宗号', /^[0-9A-Z]{4}$/),
    department: text('责任处（科）室'),
    archives: z
      .strictObject({
        code: code('档案馆代码', /^[0-9A-Z]{6,10}$/),
        name: text('档案馆名称'),
      })
      .describe('接收档案馆')
      .exactOptional(),
  })
  .describe('立档单位')
