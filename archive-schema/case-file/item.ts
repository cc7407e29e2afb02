import { z } from 'zod'
import { retentionPeriods } from '#archive-schema/retention.ts'
import { calendarDate, code, oneOf, text, wholeNumber } from './field-types.ts'
import { itemTypes } from './item-types.ts'

/** 事项 (the government service item that was handled), with the retention period and the scope table it names. */
export const itemSchema = z
  .strictObject({
    code: code('实施编码（31 位：18 位信用代码 + 层级 + 12 位基本编码）', /^[0-9A-Z]{31}$/),
    baseCode: code('基本编码', /^\d{12}$/),
    handlingCode: code('业务办理项编码', /^[0-9A-Z]{33}$/).exactOptional(),
    name: text('事项名称'),
    version: text('事项版本号', { max: 20 }),
    type: oneOf('事项类型', itemTypes),
    legalBasis: text('设定依据', { max: 1000 }).exactOptional(),
    statutoryDays: wholeNumber('法定办结时限（工作日）', { min: 0, max: 730 }).exactOptional(),
    promisedDays: wholeNumber('承诺办结时限（工作日）', { min: 0, max: 730 }).exactOptional(),
    retention: oneOf('保管期限：Y 永久、D30 三十年、D10 十年', retentionPeriods),
    scopeTable: z
      .strictObject({
        version: text('表版本'),
        approvedBy: text('审核机关').exactOptional(),
        approvalNumber: text('审核文号'),
        effectiveFrom: calendarDate('施行日期').exactOptional(),
      })
      .describe('归档范围和档案保管期限表'),
  })
  .describe('事项')
