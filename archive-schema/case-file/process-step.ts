import { z } from 'zod'
import { oneOf, text, timestamp, wholeNumber } from './field-types.ts'

/** 环节编码 (process nodes) that rules speak of: 收件, 受理, 审核、决定, 办结. */
export const processNodes = { received: '1', accepted: '2', decided: '3', finished: '4' } as const

const agentSchema = z
  .strictObject({
    type: oneOf('类型', ['个人', '系统', '部门']),
    name: text('名称'),
    id: text('用户标识', { max: 64 }).exactOptional(),
    position: text('职务', { max: 40 }).exactOptional(),
    department: text('部门'),
  })
  .describe('行为人')

/** 环节 (one step of the handling: who did what, when, with what outcome). */
export const processStepSchema = z
  .strictObject({
    seq: wholeNumber('顺序号', { min: 1 }),
    nodeCode: oneOf('环节编码：1 收件 2 受理 3 审核、决定 4 办结 11 补齐补正 12 挂起 99 其他', [
      '1',
      '2',
      '3',
      '4',
      '11',
      '12',
      '99',
    ]),
    nodeName: text('环节名称', { max: 40 }),
    time: timestamp('行为时间'),
    agent: agentSchema,
    outcome: oneOf('结论', ['同意', '不同意', '不予受理', '容缺受理', '挂起', '撤回', '终止', '黄牌', '红牌']),
    opinion: text('意见', { max: 2000 }),
    mandate: text('行为依据', { max: 500 }).exactOptional(),
  })
  .describe('环节')
