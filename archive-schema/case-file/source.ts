import { z } from 'zod'
import { code, text, timestamp, wholeNumber } from './field-types.ts'

/** 来源 (where the case comes from). `systemCode` + `serialNumber` + `revision` are the identity of the hand-over. */
export const sourceSchema = z
  .strictObject({
    format: z.literal('guidang-case-file/1').describe('格式与版本'),
    systemCode: code('办理系统编码', /^[A-Z0-9][A-Z0-9-]{1,31}$/),
    systemName: text('办理系统名称'),
    systemVersion: text('办理系统版本', { max: 40 }),
    serialNumber: code('业务流水号', /^[0-9A-Za-z-]{6,64}$/),
    revision: wholeNumber('修订号，自 1 起', { min: 1, max: 9999 }),
    exportedAt: timestamp('交接时间'),
    exportedBy: z
      .strictObject({
        name: text('姓名'),
        id: text('用户标识'),
        department: text('部门').exactOptional(),
      })
      .describe('交接人（业务办理部门）'),
  })
  .describe('来源：办理系统与本次交接')
