import { z } from 'zod'
import { under } from '#archive-schema/case-file/condition.ts'
import { calendarDate, code, oneOf, text } from '#archive-schema/case-file/field-types.ts'
import { caseResults } from '#archive-schema/case-file/handling.ts'
import type { Immutable } from '#archive-schema/case-file/immutable.ts'
import { itemTypes } from '#archive-schema/case-file/item-types.ts'
import { materialClasses, materialCodePattern, materialStages } from '#archive-schema/case-file/material.ts'
import { creditCodeSchema } from '#archive-schema/case-file/person.ts'
import { scanDemands } from '#archive-schema/formats/scan-quality.ts'
import { retentionPeriods } from '#archive-schema/retention.ts'

/** 状态 (status of a table): a draft is kept to be worked on, and no case is classed under it. */
export const scopeStatuses = ['草案', '已审核'] as const

/** 归档载体 (carrier in which a material is archived). Absent means 电子: paper is the exception that a law must name. */
export const materialCarriers = ['电子', '纸质', '电子和纸质'] as const

/** 范围外材料 (what becomes of a material that the table does not name): 复核 leaves the case to a person. */
export const unlistedPolicies = ['接收', '复核', '不接收'] as const

/** Text of one line: what stands in a cell must be the same again when it is read out of one. */
const line = (description: string) => text(description).regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u)

const scopeMaterialSchema = z.strictObject({
  class: oneOf('归档文件类别', materialClasses),
  code: code('归档文件类型', materialCodePattern),
  stage: oneOf('阶段', materialStages).exactOptional(),
  name: line('标准名称'),
  required: z.boolean().describe('必要材料'),
  carrier: oneOf('归档载体；缺省为电子', materialCarriers).exactOptional(),
  results: z.array(z.enum(caseResults)).min(1).describe('适用的办理结果'),
  requiredResults: z
    .array(z.enum(caseResults))
    .min(1)
    .describe('必要的办理结果；缺省时，必要材料在全部适用的办理结果下必要')
    .exactOptional(),
  signed: z.boolean().describe('应签章：每个文件须带电子签名或电子印章；缺省为否').exactOptional(),
  scanning: oneOf('数字化要求；缺省为一般', scanDemands).exactOptional(),
})

/** 事项 of a scope table by itself. */
export const scopeEntrySchema = z.strictObject({
  itemCode: code('实施编码', /^[0-9A-Z]{31}$/),
  baseCode: code('基本编码', /^\d{12}$/),
  itemName: line('事项名称'),
  itemVersions: z
    .array(code('事项版本号', /^[^\s\p{Cc}\p{Cs}、，,；;]{1,20}$/u))
    .min(1)
    .describe('适用的事项版本'),
  itemType: oneOf('事项类型', itemTypes),
  retention: oneOf('保管期限', retentionPeriods),
  legalPaper: z.boolean().describe('法律、行政法规规定须有纸质'),
  legalPaperBasis: line('法定纸质依据').exactOptional(),
  unlistedMaterials: oneOf('范围外材料；缺省为接收', unlistedPolicies).exactOptional(),
  materials: z.array(scopeMaterialSchema).min(1).describe('归档材料'),
})

const approval = {
  approvedBy: line('审核机关'),
  approvalNumber: line('审核文号'),
  approvedOn: calendarDate('审核日期'),
}

const headFields = z.strictObject({
  unit: line('立档单位名称'),
  creditCode: creditCodeSchema,
  regionCode: code('行政区划编码', /^\d{6}$/),
  regionName: line('行政区划名称').exactOptional(),
  fondsCode: code('全宗号', /^[0-9A-Z]{4}$/),
  archivesCode: code('接收档案馆代码；写明时，每件办件须写明同一档案馆', /^[0-9A-Z]{6,10}$/).exactOptional(),
  archivesName: line('接收档案馆名称').exactOptional(),
  version: line('表版本'),
  status: oneOf('状态；缺省为已审核', scopeStatuses).exactOptional(),
  draftedBy: line('编制人；缺省为立档单位').exactOptional(),
  approvedBy: approval.approvedBy.exactOptional(),
  approvalNumber: approval.approvalNumber.exactOptional(),
  approvedOn: approval.approvedOn.exactOptional(),
  effectiveFrom: calendarDate('施行日期'),
  effectiveTo: calendarDate('失效日期（最后一个有效日）').exactOptional(),
  excludedMaterials: z
    .array(z.strictObject({ name: line('标准名称'), reason: line('不归档的理由') }))
    .min(1)
    .describe('不归档材料')
    .exactOptional(),
})

const approvalConditions = [
  { field: 'status', equals: '草案', holds: z.object({}), otherwise: z.object(approval) },
] as const

/** 表头 (what a table says of itself), whatever its items are. */
export const scopeHeadSchema = under(headFields.extend({ entries: z.unknown() }), approvalConditions)

const scopeTableSchema = under(
  headFields.extend({ entries: z.array(scopeEntrySchema).min(1).describe('事项') }),
  approvalConditions,
)

/** The hand-over file of scope tables: one or more tables, each of one body. */
export const ScopeTables = z.strictObject({
  note: z.string().describe('说明').exactOptional(),
  tables: z.array(scopeTableSchema).min(1).describe('归档范围和档案保管期限表'),
})

/** 归档范围和档案保管期限表 of one body in one version, be it approved or a draft. */
export type ScopeTableEdition = Immutable<z.output<typeof scopeTableSchema>>

/**
 * 归档范围和档案保管期限表 (archive scope and retention table) of one body, drawn up by it and approved by the archives
 * authority (DA/T 85-2019, 4.2). An approved version never changes.
 */
export type ScopeTable = ScopeTableEdition & Required<Pick<ScopeTableEdition, keyof typeof approval>>
/** 事项 in a scope table: how long its cases are kept, and which materials they hold. */
export type ScopeEntry = ScopeTable['entries'][number]
/** 归档材料 (a material that cases of an item hold when they end in one of its results). */
export type ScopeMaterial = ScopeEntry['materials'][number]

/** Whether the table is approved. Only then may a case be classed under it. */
export function isApproved(table: ScopeTableEdition): table is ScopeTable {
  return table.status !== '草案'
}

/** The name of a table: credit code of the body and version, e.g. `1143019000612571XH/2024.2`. */
export function scopeTableId(table: Pick<ScopeTableEdition, 'creditCode' | 'version'>): string {
  return `${table.creditCode}/${table.version}`
}

/** Whether two 材料名称 are the same but for their Unicode form. */
export function isSameMaterial(one: string, other: string): boolean {
  return one.normalize('NFC') === other.normalize('NFC')
}
