import { z } from 'zod'
import { calendarDate, code, oneOf, text } from '#archive-schema/case-file/field-types.ts'
import { caseResults } from '#archive-schema/case-file/handling.ts'
import type { Immutable } from '#archive-schema/case-file/immutable.ts'
import { itemTypes } from '#archive-schema/case-file/item.ts'
import { materialClasses, materialCodePattern } from '#archive-schema/case-file/material.ts'
import { creditCodeSchema } from '#archive-schema/case-file/person.ts'
import { retentionPeriods } from '#archive-schema/retention.ts'

const scopeMaterialSchema = z.strictObject({
  class: oneOf('归档文件类别', materialClasses),
  code: code('归档文件类型', materialCodePattern),
  name: text('标准名称'),
  required: z.boolean().describe('必要材料'),
  results: z.array(z.enum(caseResults)).min(1).describe('适用的办理结果'),
})

const scopeEntrySchema = z.strictObject({
  itemCode: code('实施编码', /^[0-9A-Z]{31}$/),
  baseCode: code('基本编码', /^\d{12}$/),
  itemName: text('事项名称'),
  itemVersions: z
    .array(text('事项版本号', { max: 20 }))
    .min(1)
    .describe('适用的事项版本'),
  itemType: oneOf('事项类型', itemTypes),
  retention: oneOf('保管期限', retentionPeriods),
  legalPaper: z.boolean().describe('法律、行政法规规定须有纸质'),
  materials: z.array(scopeMaterialSchema).min(1).describe('归档材料'),
})

const scopeTableSchema = z.strictObject({
  unit: text('立档单位名称'),
  creditCode: creditCodeSchema,
  regionCode: code('行政区划编码', /^\d{6}$/),
  fondsCode: code('全宗号', /^[0-9A-Z]{4}$/),
  version: text('表版本'),
  approvedBy: text('审核机关'),
  approvalNumber: text('审核文号'),
  approvedOn: calendarDate('审核日期'),
  effectiveFrom: calendarDate('施行日期'),
  entries: z.array(scopeEntrySchema).min(1).describe('事项'),
})

/** The hand-over file of scope tables: one or more tables, each of one body. */
export const ScopeTables = z.strictObject({
  note: z.string().describe('说明').exactOptional(),
  tables: z.array(scopeTableSchema).min(1).describe('归档范围和档案保管期限表'),
})

/**
 * 归档范围和档案保管期限表 (archive scope and retention table) of one body, drawn up by it and approved by the archives
 * authority (DA/T 85-2019, 4.2). An approved version never changes.
 */
export type ScopeTable = Immutable<z.output<typeof scopeTableSchema>>
/** 事项 in a scope table: how long its cases are kept, and which materials they hold. */
export type ScopeEntry = ScopeTable['entries'][number]
/** 归档材料 (a material that cases of an item hold when they end in one of its results). */
export type ScopeMaterial = ScopeEntry['materials'][number]

/** The name of an approved table: credit code of the body and version, e.g. `1143019000612571XH/2024.2`. */
export function scopeTableId(table: Pick<ScopeTable, 'creditCode' | 'version'>): string {
  return `${table.creditCode}/${table.version}`
}

/** Whether two 材料名称 are the same but for their Unicode form. */
export function isSameMaterial(one: string, other: string): boolean {
  return one.normalize('NFC') === other.normalize('NFC')
}
