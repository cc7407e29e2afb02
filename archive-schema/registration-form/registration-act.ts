import { z } from 'zod'
import { Sha256Hex } from '#archive-schema/evidence/sha256-hex.ts'
import { said } from '#archive-schema/inspection/said.ts'
import { BatchContents } from './batch-contents.ts'
import { CountItem } from './compare-counts.ts'
import { ColumnResult } from './fill-results.ts'
import { signingSides } from './registration-profile.ts'

/** ISO 8601, UTC. */
const at = z.iso.datetime()

/** 登记 (what a unit registers): under which number, what, by whom, and, where it corrects what was registered, why. */
export const FormRegistration = z
  .strictObject({
    /** 批次号, or the number of a year. */
    number: z.string().max(100),
    /** Rows of the form by key, title or label. */
    entry: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
    /** 登记人: who registers, for the forming department. */
    by: said(100),
    /** 更正理由: makes a new version that names the one before. */
    reason: said(1000).exactOptional(),
  })
  .readonly()
export type FormRegistration = z.output<typeof FormRegistration>

/** 归档检测 of a batch: what the form was compared with, and what the rows of results came to. */
export const RegistrationCheck = z
  .strictObject({
    at,
    /** 检测工具. */
    tool: z.strictObject({ name: z.string(), version: z.string() }).readonly(),
    contents: BatchContents,
    counts: z.array(CountItem).readonly(),
    results: z.array(ColumnResult).readonly(),
  })
  .readonly()
export type RegistrationCheck = z.output<typeof RegistrationCheck>

/** What a person says of a row that only people can judge. */
export const RowAnswer = z
  .strictObject({
    /** The row, by key, title or label. */
    field: said(100),
    outcome: z.enum(['PASS', 'FAIL', 'NOT_APPLICABLE']),
    /** 检验人: who looked. */
    by: said(100),
    /** 岗位: in what function. */
    role: said(100).exactOptional(),
    /** 检验意见: what was looked at, and what was seen. */
    remark: said(2000),
  })
  .readonly()
export type RowAnswer = z.output<typeof RowAnswer>

/** The answer as it is kept: it speaks of these packages and of no others. */
export const RegistrationAnswer = RowAnswer.unwrap().extend({ at, packagesSha256: Sha256Hex }).readonly()
export type RegistrationAnswer = z.output<typeof RegistrationAnswer>

/** Who signs for which side. */
export const SideSignature = z
  .strictObject({ side: z.enum(signingSides), by: said(100), role: said(100).exactOptional() })
  .readonly()
export type SideSignature = z.output<typeof SideSignature>

/** 签章 as it is kept. */
export const RegistrationSignature = SideSignature.unwrap().extend({ at }).readonly()
export type RegistrationSignature = z.output<typeof RegistrationSignature>

/** What is done to a form after it was registered, in the order in which it was. */
export type RegistrationAct =
  | { readonly kind: 'check'; readonly act: RegistrationCheck }
  | { readonly kind: 'answer'; readonly act: RegistrationAnswer }
  | { readonly kind: 'signature'; readonly act: RegistrationSignature }
