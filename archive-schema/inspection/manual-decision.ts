import { z } from 'zod'
import { Sha256Hex } from '#archive-schema/evidence/sha256-hex.ts'
import { inspectionStages } from './inspection-stage.ts'
import { said } from './said.ts'

/** What a person says of an item that waits for one. */
export const ManualAnswer = z
  .strictObject({
    /** Item, as reports name it: `GD-4-7`, `bc.security.custody`. */
    rule: said(100),
    outcome: z.enum(['PASS', 'FAIL']),
    /** 检测人: who decided. */
    by: said(100),
    /** 岗位: in what function. */
    role: said(100).exactOptional(),
    /** 检测意见: what was looked at, and what was seen. */
    remark: said(2000),
  })
  .readonly()
export type ManualAnswer = z.output<typeof ManualAnswer>

/** 人工核查结论 (the decision of a person on one item of one record at one stage). It is kept for ever; a later one holds. */
export const ManualDecision = ManualAnswer.unwrap()
  .extend({
    stage: z.enum(inspectionStages),
    /** 电子文件号. */
    number: z.string(),
    /** SHA-256 of the package to which the decision speaks. */
    packageSha256: Sha256Hex,
    /** ISO 8601, UTC. */
    decidedAt: z.iso.datetime(),
  })
  .readonly()
export type ManualDecision = z.output<typeof ManualDecision>
