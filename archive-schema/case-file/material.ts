import { z } from 'zod'
import { under } from './condition.ts'
import { calendarDate, code, oneOf, text, timestamp, wholeNumber } from './field-types.ts'
import { materialFileSchema } from './material-file.ts'

/** 归档文件类别 (classes of archived files), in the order in which they stand in a package. */
export const materialClasses = ['申报文件', '过程文件', '结果文件'] as const

/** 阶段 (stages of the handling in which a material is received or formed). */
export const materialStages = ['申请', '受理', '审查', '决定', '送达', '监督'] as const

/** 归档文件类型 (file type codes): A 申报, B0–B6 过程, C 结果. */
export const materialCodePattern = /^(A|B[0-6]|C)$/

const suppliedSchema = z
  .strictObject({
    later: z.literal(true).describe('事后补交'),
    promisedBy: calendarDate('承诺补交日').exactOptional(),
    suppliedAt: timestamp('补交时间'),
    commitment: text('承诺书材料名').exactOptional(),
  })
  .describe('补交')

const calledSchema = z
  .strictObject({
    licenceType: text('证照类型'),
    licenceCode: text('电子证照标识'),
    holder: text('持证主体'),
    issuer: text('颁发机构'),
    calledAt: timestamp('调用时间'),
    system: text('共享系统'),
    queryId: text('调用流水号'),
  })
  .describe('调用的电子证照')

const paperSchema = z
  .strictObject({
    basis: text('法定纸质依据（法律、行政法规及条款）'),
    place: text('纸质材料存放位置'),
    pages: wholeNumber('纸质页数', { min: 1 }).exactOptional(),
  })
  .describe('依法保留纸质')

/**
 * 材料 (one material of the case with its files). What was not received has no files and all else has; paper has been
 * scanned; what was called from the sharing platform says from where. Only what a law keeps on paper (`paper`) may have been
 * received on paper and have no files.
 */
export const materialSchema = under(
  z.strictObject({
    number: wholeNumber('顺序号', { min: 1 }),
    stage: oneOf('阶段', materialStages),
    class: oneOf('归档文件类别', materialClasses),
    code: code(
      '归档文件类型：A 申报；B0 流程、B1 受理凭证、B2 即审即办承诺、B3 备案告知、B4 不予受理、B5 特殊程序、B6 容缺承诺；C 结果',
      materialCodePattern,
    ),
    name: text('标准名称'),
    required: z.boolean().describe('必要材料'),
    received: oneOf('收取方式', ['纸质收取', '电子收取', '共享调用', '办理形成', '归档后补充', '未收取']),
    receivedAt: timestamp('收取或形成时间').exactOptional(),
    original: z.boolean().describe('原件').exactOptional(),
    copies: wholeNumber('份数', { min: 0 }).exactOptional(),
    note: text('说明', { max: 1000 }).exactOptional(),
    supplied: suppliedSchema.exactOptional(),
    called: calledSchema.exactOptional(),
    paper: paperSchema.exactOptional(),
    files: z.array(materialFileSchema).describe('文件'),
  }),
  [
    {
      field: 'received',
      equals: '未收取',
      holds: z.object({ files: z.array(z.unknown()).max(0) }),
      otherwise: z.object({ files: z.array(z.unknown()).min(1) }),
      unless: 'paper',
    },
    {
      field: 'received',
      equals: '纸质收取',
      holds: z.object({ files: z.array(z.object({ scan: z.object({}) })) }),
      otherwise: z.object({ paper: z.never().optional() }),
    },
    { field: 'received', equals: '共享调用', holds: z.object({ called: z.object({}) }) },
  ],
).describe('材料')
