import { caseResults } from '#archive-schema/case-file/handling.ts'
import { itemTypes } from '#archive-schema/case-file/item-types.ts'
import { materialClasses, materialStages } from '#archive-schema/case-file/material.ts'
import { scanDemands } from '#archive-schema/formats/scan-quality.ts'
import { retentionPeriods } from '#archive-schema/retention.ts'
import { materialCarriers, scopeStatuses, unlistedPolicies } from '../scope-table.ts'

/** How a cell is read and written: as it stands, as a day, as 是/否, or as several 事项版本号. */
export type ColumnKind = 'text' | 'day' | 'yes-no' | 'versions'

/** A column of a sheet: its heading, the field of the table that it holds, and what a person has to put there. */
export type ScopeColumn = {
  readonly heading: string
  readonly field: string
  readonly kind: ColumnKind
  readonly expected: string
  /** 值列表, where only these may stand. */
  readonly values?: readonly string[]
  /** Whether a workbook may leave the whole column out. */
  readonly optional?: true
  /** In characters of half width. */
  readonly width: number
}

type Details = Partial<Pick<ScopeColumn, 'kind' | 'width' | 'values' | 'optional'>>

function column(heading: string, field: string, expected: string, details: Details = {}): ScopeColumn {
  return { heading, field, expected, kind: 'text', width: 16, ...details }
}

function choice(heading: string, field: string, values: readonly string[], note = ''): ScopeColumn {
  return column(heading, field, `${values.join('、')}${note}`, { values, width: 12 })
}

const day = { kind: 'day', width: 12 } as const
const yesNo = { kind: 'yes-no', values: ['是', '否'], width: 12 } as const

const tableKey = [
  column('统一社会信用代码', 'creditCode', '18 位统一社会信用代码', { width: 22 }),
  column('表版本', 'version', '表版本，以文本格式填写'),
]

/** 表头: one row a table. */
export const headColumns: readonly ScopeColumn[] = [
  column('立档单位名称', 'unit', '单行文字，不为空', { width: 36 }),
  ...tableKey,
  column('行政区划编码', 'regionCode', '6 位数字'),
  column('行政区划名称', 'regionName', '单行文字，可空'),
  column('全宗号', 'fondsCode', '4 位大写字母或数字，以文本格式填写', { width: 10 }),
  choice('状态', 'status', scopeStatuses, '，空为已审核'),
  column('编制人', 'draftedBy', '编制单位或编制人，可空，不得与审核机关相同', { width: 28 }),
  column('审核机关', 'approvedBy', '已审核时不为空，不得与立档单位或编制人相同；草案可空', { width: 28 }),
  column('审核文号', 'approvalNumber', '已审核时不为空；草案为空', { width: 28 }),
  column('审核日期', 'approvedOn', '日期，如 2024-06-18；已审核时不为空，草案为空', day),
  column('施行日期', 'effectiveFrom', '日期，如 2024-07-01', day),
  column('失效日期', 'effectiveTo', '日期，不早于施行日期，可空', day),
  column('接收档案馆代码', 'archivesCode', '6 至 10 位大写字母或数字，与名称同时填写，可空', { optional: true }),
  column('接收档案馆名称', 'archivesName', '单行文字，与代码同时填写，可空', { width: 28, optional: true }),
]

const itemKey = [
  ...tableKey,
  column('实施编码', 'itemCode', '31 位：信用代码、层级、基本编码', { width: 36 }),
  column('事项版本号', 'itemVersions', '一个或多个版本号，以顿号分隔，以文本格式填写', { kind: 'versions', width: 14 }),
]

/** 事项: one row an item, in all of its versions that have the same materials. */
export const itemColumns: readonly ScopeColumn[] = [
  ...itemKey,
  column('基本编码', 'baseCode', '12 位数字'),
  column('事项名称', 'itemName', '单行文字，不为空', { width: 40 }),
  choice('事项类型', 'itemType', itemTypes),
  choice('保管期限', 'retention', retentionPeriods, '（永久、三十年、十年）'),
  column('须有纸质', 'legalPaper', '是、否', yesNo),
  column('法定纸质依据', 'legalPaperBasis', '须有纸质时写明法律、行政法规；否则为空', { width: 28 }),
  choice('范围外材料', 'unlistedMaterials', unlistedPolicies, '，空为接收'),
]

/** What an end-state column says of a material: 必要, 非必要, or nothing where it is not of that end state. */
export const endStateValues = ['必要', '非必要'] as const

/** 材料: one row a material, with a column an end state. */
export const materialColumns: readonly ScopeColumn[] = [
  ...itemKey,
  choice('归档文件类别', 'class', materialClasses),
  choice('归档文件类型', 'code', ['A', 'B0', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'C']),
  choice('阶段', 'stage', materialStages, '，可空'),
  column('标准名称', 'name', '单行文字，同一事项同一办理结果下不重复', { width: 32 }),
  choice('归档载体', 'carrier', materialCarriers, '，空为电子；含纸质的，事项须有纸质'),
  ...caseResults.map((result) => choice(result, result, endStateValues, '，空为不适用；至少适用一个办理结果')),
  column('应签章', 'signed', '是、否，空为否', yesNo),
  { ...choice('数字化要求', 'scanning', scanDemands, '，空为一般'), optional: true },
]

/** 不归档材料: one row a material that may not be archived. */
export const excludedColumns: readonly ScopeColumn[] = [
  ...tableKey,
  column('标准名称', 'name', '单行文字，不为空', { width: 32 }),
  column('不归档理由', 'reason', '单行文字，不为空', { width: 40 }),
]

/** The sheets of a workbook in their order; 不归档材料 may be absent. */
export const scopeSheets = {
  head: { name: '表头', columns: headColumns, optional: false },
  items: { name: '事项', columns: itemColumns, optional: false },
  materials: { name: '材料', columns: materialColumns, optional: false },
  excluded: { name: '不归档材料', columns: excludedColumns, optional: true },
} as const

/** A sheet of the workbook, by its part in the table. */
export type ScopeSheet = (typeof scopeSheets)[keyof typeof scopeSheets]
