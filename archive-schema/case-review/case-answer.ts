import { z } from 'zod'
import { said } from '#archive-schema/inspection/said.ts'
import { returnReasons } from './return-fault-texts.ts'

/** Who says so, and what was looked at. */
const person = {
  /** 处理人. */
  by: said(100),
  /** 岗位: in what function. */
  role: said(100).exactOptional(),
  /** 处理意见. */
  remark: said(2000),
}

/** 处理结论 (what a person decides about a case that waits for one). */
export const CaseAnswer = z.discriminatedUnion('decision', [
  /** 重试: the cause is removed, the stage is done again from its beginning. */
  z.strictObject({ decision: z.literal('retry'), ...person }).readonly(),
  /** 放行: these items of the inspection, which wait for a person, do not hinder. */
  z
    .strictObject({ decision: z.literal('clear'), rules: z.array(said(100)).min(1).max(100).readonly(), ...person })
    .readonly(),
  /** 退回: the case is refused, for this reason; the sender is told the remark. */
  z.strictObject({ decision: z.literal('return'), reason: z.enum(returnReasons), ...person }).readonly(),
])
export type CaseAnswer = z.output<typeof CaseAnswer>
