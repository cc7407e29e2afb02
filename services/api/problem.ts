import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { describeFault, type Fault, type Language } from '#archive-schema/fault.ts'
import type { FaultCode } from '#archive-schema/fault-texts.ts'
import { preferredLanguage } from './preferred-language.ts'

/** Problem details (RFC 9457) with our `code`; `faults` names every fault where there are several. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: ContentfulStatusCode
  readonly detail: string
  readonly instance?: string
  readonly code: FaultCode
  readonly faults: readonly (Fault & { readonly detail: string })[]
}

type Family<Code> = Code extends `${infer Name}_${string}` ? Name : never
type FaultFamily = Family<FaultCode>

/** What a family of codes is called and answered with. `satisfies` makes a missing family a compile error. */
const families = {
  FIXITY: { status: 422, zh: '完整性校验不符', en: 'Fixity mismatch' },
  FILES: { status: 422, zh: '文件与登记不符', en: 'Files and listing disagree' },
  PATHS: { status: 422, zh: '文件路径不合规定', en: 'Path not allowed' },
  FORMATS: { status: 422, zh: '文件格式不可接收', en: 'Format not acceptable' },
  'ACTIVE-CONTENT': { status: 422, zh: '文件含活动内容', en: 'Active content' },
  LIMITS: { status: 413, zh: '超过限制', en: 'Over a limit' },
  JSON: { status: 422, zh: 'case.json 不可读', en: 'case.json not readable' },
  SCHEMA: { status: 422, zh: 'case.json 不合规定', en: 'case.json not valid' },
  IDENTIFIERS: { status: 422, zh: '证件或编码错误', en: 'Identifier not valid' },
  CHRONOLOGY: { status: 422, zh: '时间顺序错误', en: 'Times out of order' },
  SECRECY: { status: 422, zh: '涉密文件不接收', en: 'Classified material refused' },
  IDENTITY: { status: 409, zh: '交接标识冲突', en: 'Identity conflict' },
  SOURCE: { status: 422, zh: '发送系统未登记', en: 'Sending system not registered' },
  SCOPE: { status: 422, zh: '与归档范围不符', en: 'Not in the approved scope' },
  COMPLETENESS: { status: 422, zh: '材料不齐全', en: 'Materials incomplete' },
  RECOGNITION: { status: 422, zh: '无法识别', en: 'Recognition failed' },
  DESCRIPTION: { status: 422, zh: '元数据不合规定', en: 'Metadata not valid' },
  INSPECTION: { status: 422, zh: '四性检测未通过', en: 'Inspection blocks the record' },
  REVIEW: { status: 409, zh: '不能如此处理', en: 'Cannot be decided so' },
  RETURN: { status: 422, zh: '办件已退回', en: 'Case returned' },
  PROCESSING: { status: 500, zh: '处理失败', en: 'Processing failed' },
  STAGING: { status: 500, zh: '暂存内容丢失', en: 'Staged content lost' },
  MEDIUM: { status: 409, zh: '离线载体不符', en: 'Offline medium' },
  NUMBER: { status: 409, zh: '编号冲突', en: 'Number conflict' },
  REGISTRATION: { status: 409, zh: '归档登记表', en: 'Registration form' },
  SIGNER: { status: 503, zh: '签名不可用', en: 'Signer not fit' },
  SIGNATURE: { status: 500, zh: '签名不正确', en: 'Signature not valid' },
  EVIDENCE: { status: 500, zh: '证据不正确', en: 'Evidence not valid' },
  PACKAGE: { status: 500, zh: '信息包不正确', en: 'Package not valid' },
  CAPACITY: { status: 507, zh: '空间不足', en: 'Too little space' },
  STORE: { status: 409, zh: '存储拒绝', en: 'Refused by the store' },
  AUDIT: { status: 404, zh: '没有这次核查', en: 'No such audit' },
  JOURNAL: { status: 500, zh: '台账不符', en: 'Journal does not agree' },
  REBUILD: { status: 409, zh: '目录重建', en: 'Rebuild of the catalogue' },
  LOCK: { status: 500, zh: '锁定未能续期', en: 'Lock not renewed' },
  RETENTION: { status: 409, zh: '保管期限只能延长', en: 'Retention only grows' },
  DISPOSAL: { status: 409, zh: '鉴定销毁', en: 'Appraisal and disposal' },
  HOLD: { status: 404, zh: '没有这项保全', en: 'No such legal hold' },
  LEDGER: { status: 404, zh: '账本中没有', en: 'Not in the ledger' },
  SCANNER: { status: 503, zh: '杀毒软件没有结论', en: 'No verdict of the virus scanner' },
  WITNESS: { status: 503, zh: '没有见证', en: 'Not witnessed' },
  CLOCK: { status: 503, zh: '时钟有误', en: 'Clock not right' },
  TIME: { status: 503, zh: '没有时间戳', en: 'No time stamp' },
  DATABASE: { status: 503, zh: '数据库不可用', en: 'Database not available' },
  RECORD: { status: 404, zh: '档案不存在', en: 'No such record' },
  JOINT: { status: 422, zh: '联办件不可归入', en: 'Joint case not bound' },
  CASE: { status: 404, zh: '办件不存在', en: 'No such case' },
  DOCUMENT: { status: 404, zh: '文件不存在', en: 'No such document' },
  TEXT: { status: 404, zh: '没有文本', en: 'No text' },
  RANGE: { status: 416, zh: '范围无效', en: 'Range not satisfiable' },
  REPORT: { status: 503, zh: '报告不可打印', en: 'Report not printable' },
  REQUEST: { status: 400, zh: '请求不合规定', en: 'Request not valid' },
  ACCESS: { status: 401, zh: '需要访问密钥', en: 'Access key required' },
  ROUTE: { status: 404, zh: '地址不存在', en: 'No such address' },
  INTERNAL: { status: 500, zh: '内部错误', en: 'Internal error' },
  CONFIGURATION: { status: 500, zh: '配置有误', en: 'Configuration not valid' },
} as const satisfies Record<FaultFamily, { status: ContentfulStatusCode; zh: string; en: string }>

/** Codes whose answer differs from that of their family. */
const exceptions: { readonly [Code in FaultCode]?: ContentfulStatusCode } = {
  INSPECTION_NOT_WAITING: 409,
  REGISTRATION_NUMBER_INVALID: 400,
  REGISTRATION_ENTRY_INVALID: 422,
  REGISTRATION_BATCH_UNIT: 422,
  REGISTRATION_FORM_MISSING: 404,
  REGISTRATION_FORM_CHANGED: 412,
  FIXITY_STORE_DIFFERS: 500,
  LEDGER_FORKED: 500,
  STORE_OBJECT_MISSING: 500,
  STAGING_UNAVAILABLE: 503,
  STORE_FULL: 507,
  STORE_UNAVAILABLE: 503,
  DESCRIPTION_CHANGED: 412,
  RECORD_DISPOSED: 410,
  DISPOSAL_LIST_MISSING: 404,
  DISPOSAL_TRACES: 500,
  DISPOSAL_UNPROVEN: 500,
  REQUEST_PRECONDITION: 428,
  REQUEST_MEDIA_TYPE: 415,
}

/** The problem that an error is for the one who asked. Of an error that is not a refusal nothing is told but that. */
export function toProblem(error: unknown, language: Language): Problem {
  return archiveProblem(
    error instanceof ArchiveError ? error : new ArchiveError({ code: 'INTERNAL_FAILURE' }),
    language,
  )
}

/** What passes by itself, or by what an operator does. */
const worthAnotherTry: readonly number[] = [503, 507]

/** Answers with a problem in the language of the request. */
export function sendProblem(c: Context, error: unknown): Response {
  const language = preferredLanguage(c.req.header('accept-language'))
  const problem = toProblem(error, language)
  const body = JSON.stringify({ ...problem, instance: new URL(c.req.url).pathname })
  return c.body(body, problem.status, {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': language === 'zh' ? 'zh-CN' : 'en',
    vary: 'Accept-Language',
    ...(worthAnotherTry.includes(problem.status) ? { 'retry-after': '60' } : {}),
  })
}

/** Where the meaning of a code is published: the `type` of its problems. */
export function problemType(code: FaultCode): string {
  return `/problems/${code.toLowerCase().replaceAll('_', '-')}`
}

function archiveProblem({ code, faults }: ArchiveError, language: Language): Problem {
  const family = code.slice(0, code.indexOf('_')) as FaultFamily
  return {
    type: problemType(code),
    title: families[family][language],
    status: exceptions[code] ?? families[family].status,
    detail: describeFault(faults[0], language),
    code,
    faults: faults.map((fault) => ({ ...fault, detail: describeFault(fault, language) })),
  }
}
