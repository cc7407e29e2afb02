import { z } from 'zod'
import { applicantSchema } from './applicant.ts'
import { handlingSchema } from './handling.ts'
import type { Immutable } from './immutable.ts'
import { itemSchema } from './item.ts'
import { materialSchema } from './material.ts'
import { evaluationSchema, supervisionSchema } from './oversight.ts'
import { processStepSchema } from './process-step.ts'
import { relatedCaseSchema } from './related-case.ts'
import { sourceSchema } from './source.ts'
import { unitSchema } from './unit.ts'

/**
 * 办件归档交接文件 (case file: one finished case as it is handed over), the content of `case.json`.
 * What a schema cannot say (check digits, order of times, approved scope) is left to `parseCaseFile` and later stages.
 */
export const CaseFile = z.strictObject({
  source: sourceSchema,
  unit: unitSchema,
  item: itemSchema,
  case: handlingSchema,
  applicants: z.array(applicantSchema).min(1).describe('行政相对人'),
  process: z.array(processStepSchema).min(2).describe('办理流程'),
  materials: z.array(materialSchema).min(1).describe('材料'),
  evaluation: evaluationSchema.exactOptional(),
  supervision: z.array(supervisionSchema).describe('监督').exactOptional(),
  related: z.array(relatedCaseSchema).describe('关联办件').exactOptional(),
})

/** 办件 (a case file of the right form). */
export type CaseFile = Immutable<z.output<typeof CaseFile>>
/** 来源 (handing-over system and identity of the hand-over). */
export type Source = CaseFile['source']
/** 立档单位 (fonds constituting unit). */
export type Unit = CaseFile['unit']
/** 事项 (government service item). */
export type Item = CaseFile['item']
/** 办件 (how the case was handled and how it ended). */
export type Handling = CaseFile['case']
/** 行政相对人 (applicant). */
export type Applicant = CaseFile['applicants'][number]
/** 人员 (legal representative or agent of an applicant). */
export type Person = NonNullable<Applicant['legalRepresentative']>
/** 环节 (one step of the process). */
export type ProcessStep = CaseFile['process'][number]
/** 材料 (one material with its files). */
export type Material = CaseFile['materials'][number]
/** 归档文件类别 (class of archived files, and content folder of the package). */
export type MaterialClass = Material['class']
/** 文件 (one content file as `case.json` lists it). */
export type MaterialFile = Material['files'][number]
/** 数字化属性 (how a paper page was scanned). */
export type Scan = NonNullable<MaterialFile['scan']>
/** 好差评 (evaluation of the service). */
export type Evaluation = NonNullable<CaseFile['evaluation']>
/** 监督 (one supervision record). */
export type Supervision = NonNullable<CaseFile['supervision']>[number]
/** 关联办件 (a related case). */
export type RelatedCase = NonNullable<CaseFile['related']>[number]
