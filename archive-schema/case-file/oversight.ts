import { z } from 'zod'
import { oneOf, text, timestamp, wholeNumber } from './field-types.ts'

const reviewSchema = z
  .strictObject({
    contactedAt: timestamp('回访时间'),
    verified: z.boolean().describe('是否属实'),
    handling: text('处理'),
    reEvaluation: z
      .strictObject({
        score: wholeNumber('分值', { min: 1, max: 5 }),
        level: text('等级'),
        at: timestamp('时间'),
      })
      .describe('再次评价')
      .exactOptional(),
  })
  .describe('差评核实整改')

/** 好差评 (what the applicant thought of the service, and what was done about a bad mark). */
export const evaluationSchema = z
  .strictObject({
    score: wholeNumber('分值 1–5', { min: 1, max: 5 }),
    level: oneOf('等级', ['非常满意', '满意', '基本满意', '不满意', '非常不满意']),
    channel: text('渠道'),
    at: timestamp('评价时间'),
    tags: z.array(text('标签')).describe('标签').exactOptional(),
    comment: text('评语', { min: 0, max: 1000 }).exactOptional(),
    review: reviewSchema.exactOptional(),
  })
  .describe('好差评')

/** 监督 (one record of electronic supervision, complaint, report or urging). */
export const supervisionSchema = z
  .strictObject({
    kind: oneOf('类别', ['电子监察', '投诉', '举报', '督办']),
    level: oneOf('牌别', ['预警', '黄牌', '红牌']).exactOptional(),
    number: text('编号'),
    at: timestamp('时间'),
    channel: text('渠道').exactOptional(),
    reason: text('事由').exactOptional(),
    issuer: text('发出机构').exactOptional(),
    verified: z.boolean().describe('是否属实').exactOptional(),
    handling: text('处理').exactOptional(),
    closedAt: timestamp('了结时间').exactOptional(),
    satisfaction: text('满意程度').exactOptional(),
  })
  .describe('监督记录')
