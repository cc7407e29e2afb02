import { z } from 'zod'
import { under } from './condition.ts'
import { calendarDate, code, oneOf, orNull, text, timestamp, wholeNumber } from './field-types.ts'

/** 办理结果 (end states of a case). */
export const caseResults = ['准予', '不予', '不予受理', '撤回', '终止', '办结'] as const
/** 办理结果 (the end state of a case). */
export type CaseResult = (typeof caseResults)[number]

/** 密级 that may not enter: this system is not for state secrets (保守国家秘密法). */
export const classifiedLevels = ['秘密', '机密', '绝密'] as const

const resultDocumentSchema = z
  .strictObject({
    name: text('名称'),
    number: text('文号或证照编号'),
    issuedOn: calendarDate('日期'),
    validUntil: calendarDate('有效期至').exactOptional(),
  })
  .describe('结果文书')

const projectSchema = z
  .strictObject({
    code: code('投资项目统一代码', /^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$/),
    name: text('项目名称'),
    address: text('项目地址').exactOptional(),
  })
  .describe('项目')

const deferredSchema = z
  .strictObject({
    commitment: text('承诺书材料名'),
    materials: z.array(text('材料名')).min(1).describe('容缺材料'),
    dueBy: calendarDate('承诺补交日'),
    suppliedAt: timestamp('实际补交时间').exactOptional(),
  })
  .describe('容缺受理')

/**
 * 办件 (how the case was handled and how it ended). A case that was not accepted has no time of acceptance; every other
 * one has it and its number. A project case names the project.
 */
export const handlingSchema = under(
  z.strictObject({
    name: text('办件名称（题名）'),
    acceptanceNumber: orNull(text('受理编号；不予受理时为 null', { max: 64 })),
    handlingType: oneOf('办件类型', ['即办件', '承诺件', '上报件', '联办件']),
    channel: oneOf('申请渠道', ['窗口', '网上', '自助终端', '移动端', '邮寄']),
    onlineThroughout: z.boolean().describe('全程网办').exactOptional(),
    appliedAt: timestamp('申请时间'),
    receivedAt: timestamp('收件时间'),
    acceptedAt: orNull(timestamp('受理时间；不予受理时为 null')),
    promisedBy: orNull(calendarDate('承诺办结日')).exactOptional(),
    decidedAt: orNull(timestamp('决定时间')),
    finishedAt: timestamp('办结时间'),
    result: oneOf('办理结果', caseResults),
    resultDocuments: z.array(resultDocumentSchema).describe('结果文书和证照'),
    overdueWorkingDays: wholeNumber('超承诺时限工作日数', { min: 0 }).exactOptional(),
    security: oneOf('密级；秘密及以上不得进入本系统', ['公开', '内部', ...classifiedLevels]),
    disclosure: oneOf('公开属性', ['主动公开', '依申请公开', '不予公开']).exactOptional(),
    isProject: z.boolean().describe('是否属于项目类业务'),
    project: projectSchema.exactOptional(),
    year: code('年度（办结年）', /^(19|20)\d{2}$/),
    copies: oneOf('单套制或双套制', ['单套制', '双套制']).exactOptional(),
    deferred: deferredSchema.exactOptional(),
    remarks: text('备注', { max: 1000 }).exactOptional(),
  }),
  [
    {
      field: 'result',
      equals: '不予受理',
      holds: z.object({ acceptedAt: z.null() }),
      otherwise: z.object({ acceptedAt: z.string(), acceptanceNumber: z.string() }),
    },
    { field: 'isProject', equals: true, holds: z.object({ project: z.object({}) }) },
  ],
).describe('办件')
