import { capacityFaultTexts } from './capacity/capacity-fault-texts.ts'
import { reviewFaultTexts } from './case-review/review-fault-texts.ts'
import { copyFaultTexts } from './copies/copy-fault-texts.ts'
import { disposalFaultTexts } from './disposal/disposal-fault-texts.ts'
import { evidenceFaultTexts } from './evidence/evidence-fault-texts.ts'
import { jointFaultTexts } from './joint-case/joint-fault-texts.ts'
import { journalFaultTexts } from './journal/journal-fault-texts.ts'
import { mediaFaultTexts } from './offline-media/media-fault-texts.ts'
import { registrationFaultTexts } from './registration-form/registration-fault-texts.ts'
import { retentionFaultTexts } from './retention/retention-fault-texts.ts'
import { scopeFaultTexts } from './scope/scope-fault-texts.ts'
import { sourceFaultTexts } from './sending-systems/source-fault-texts.ts'
import { useFaultTexts } from './use-fault-texts.ts'
import { wormProofFaultTexts } from './worm-proof/worm-proof-fault-texts.ts'

/**
 * Every way this product refuses work: code, and what a person reads. A code begins with its family
 * (`FIXITY`, `FILES`, `PATHS`, …), stays the same for ever, and is translated here only.
 * `{file}`, `{field}`, `{expected}` and `{found}` are filled in from the fault.
 */
export const faultTexts = {
  // 交接内容 (what is handed over)
  FIXITY_SHA256_DIFFERS: {
    zh: '文件 {file} 的 SHA-256 与登记值不符：登记 {expected}，实际 {found}。请核对办理系统导出的文件后重新交接。',
    en: 'The SHA-256 of {file} is not the listed one: listed {expected}, found {found}. Check the exported file and hand over again.',
  },
  FIXITY_SIZE_DIFFERS: {
    zh: '文件 {file} 的字节数与登记值不符：登记 {expected}，实际 {found}。请核对办理系统导出的文件后重新交接。',
    en: 'The size of {file} is not the listed one: listed {expected} bytes, found {found}. Check the exported file and hand over again.',
  },
  FILES_MISSING: {
    zh: '登记的文件 {file} 不存在（{field}）。请补齐文件或更正 case.json 后重新交接。',
    en: '{file} is listed ({field}) but is not there. Add the file or correct case.json, then hand over again.',
  },
  FILES_UNLISTED: {
    zh: '文件 {file} 未在 case.json 中登记。请登记该文件或将其移出办件文件夹。',
    en: '{file} is not listed in case.json. List it or take it out of the case folder.',
  },
  PATHS_TRAVERSAL: {
    zh: '文件路径 {file}（{field}）指向办件文件夹之外或含“.”“..”。请改为 files/ 之下的相对路径。',
    en: 'The path {file} ({field}) leaves the case folder or contains "." or "..". Use a relative path below files/.',
  },
  PATHS_ABSOLUTE: {
    zh: '文件路径 {file}（{field}）是绝对路径。请改为 files/ 之下的相对路径。',
    en: 'The path {file} ({field}) is absolute. Use a relative path below files/.',
  },
  PATHS_FORM: {
    zh: '文件路径 {file}（{field}）不合规定：{found}。路径应在 files/ 之下，用“/”分隔，NFC 编码，不含控制字符。',
    en: 'The path {file} ({field}) is not allowed: {found}. Paths lie below files/, use "/", are NFC and hold no control characters.',
  },
  PATHS_LINK: {
    zh: '{file} 是链接或特殊文件，不是普通文件。请放入文件本身后重新交接。',
    en: '{file} is a link or a special file, not a regular file. Put the file itself there and hand over again.',
  },
  PATHS_COLLISION: {
    zh: '文件名 {file} 与 {found} 仅大小写或 Unicode 形式不同，或重复登记。请改名后重新交接。',
    en: '{file} and {found} differ only in letter case or Unicode form, or are listed twice. Rename one and hand over again.',
  },
  FORMATS_EMPTY: {
    zh: '文件 {file} 为 0 字节。请重新导出该文件。',
    en: '{file} is empty (0 bytes). Export the file again.',
  },
  FORMATS_MISMATCH: {
    zh: '文件 {file} 的内容（{found}）与扩展名或登记的类型（{expected}）不符。请核对文件来源并更正。',
    en: 'The content of {file} ({found}) is not what its extension or listed type says ({expected}). Check where it came from and correct it.',
  },
  FORMATS_EXECUTABLE: {
    zh: '文件 {file} 是可执行程序或脚本（{found}），不得归档。请移除后重新交接，并通知安全管理员。',
    en: '{file} is a program or script ({found}) and is never archived. Remove it, tell the security officer, and hand over again.',
  },
  FORMATS_UNKNOWN: {
    zh: '文件 {file} 的格式无法识别，或不在归档格式之列（{found}）。请转换为归档格式（PDF、OFD、JPEG、TIFF 等）。',
    en: 'The format of {file} is not known or not accepted ({found}). Convert it to an archival format (PDF, OFD, JPEG, TIFF …).',
  },
  FORMATS_ENCRYPTED: {
    zh: '文件 {file} 已加密或设有口令（{found}）。请解除加密后重新交接。',
    en: '{file} is encrypted or needs a password ({found}). Remove the protection and hand over again.',
  },
  FORMATS_DAMAGED: {
    zh: '文件 {file} 已损坏或不完整：{found}。请重新扫描或重新导出。',
    en: '{file} is damaged or incomplete: {found}. Scan or export it again.',
  },
  'ACTIVE-CONTENT_DTD': {
    zh: 'XML 文件 {file} 含 DTD 或实体声明（{found}），不得归档。请去除 DOCTYPE 后重新导出。',
    en: 'The XML file {file} holds a DTD or entity declarations ({found}). Export it without DOCTYPE.',
  },
  'ACTIVE-CONTENT_SCRIPT': {
    zh: '文件 {file} 含脚本、宏或自动执行的动作（{found}）。请导出不含活动内容的版本。',
    en: '{file} holds a script, a macro or an automatic action ({found}). Export it without active content.',
  },
  LIMITS_EXPANSION: {
    zh: '压缩文件 {file} 解开后为 {found}，超过限制 {expected}。请解开后逐个归档，或核查来源。',
    en: 'The archive {file} expands to {found}, more than {expected}. Hand over its files one by one, or check where it came from.',
  },
  LIMITS_SIZE: {
    zh: '{file} 为 {found}，超过限制 {expected}。请拆分，或请管理员调整限制。',
    en: '{file} has {found}, more than the limit {expected}. Split it, or ask the administrator to raise the limit.',
  },
  LIMITS_COUNT: {
    zh: '办件的文件数为 {found}，超过限制 {expected}。请拆分，或请管理员调整限制。',
    en: 'The case has {found} files, more than the limit {expected}. Split it, or ask the administrator to raise the limit.',
  },
  JSON_MISSING: {
    zh: '办件文件夹或压缩包 {file} 中没有 case.json。请按交接格式提供。',
    en: 'There is no case.json in {file}. Provide the case in the hand-over format.',
  },
  JSON_ENCODING: {
    zh: 'case.json 不是无 BOM 的 UTF-8 编码：{found}。请以 UTF-8 重新导出。',
    en: 'case.json is not UTF-8 without BOM: {found}. Export it as UTF-8.',
  },
  JSON_SYNTAX: {
    zh: 'case.json 不是正确的 JSON：{found}。请更正后重新交接。',
    en: 'case.json is not correct JSON: {found}. Correct it and hand over again.',
  },
  SCHEMA_INVALID: {
    zh: 'case.json 的 {field} 不合规定：{found}。请按 /schemas/case-file.json 更正。',
    en: '{field} in case.json is not valid: {found}. Correct it by /schemas/case-file.json.',
  },
  IDENTIFIERS_CREDIT_CODE: {
    zh: '{field} 的统一社会信用代码 {found} 校验位错误（GB 32100）。请核对后更正。',
    en: 'The unified social credit code {found} in {field} has a wrong check character (GB 32100). Check and correct it.',
  },
  IDENTIFIERS_ID_NUMBER: {
    zh: '{field} 的居民身份证号码 {found} 不合规定（GB 11643：出生日期或校验位错误）。请核对后更正。',
    en: 'The identity number {found} in {field} is not valid (GB 11643: date of birth or check character). Check and correct it.',
  },
  IDENTIFIERS_ITEM_CODE: {
    zh: '{field} 的事项编码 {found} 与立档单位代码或基本编码不一致（应为 {expected}）。请核对后更正。',
    en: 'The item code {found} in {field} does not agree with the body or the base code (expected {expected}). Check and correct it.',
  },
  CHRONOLOGY_PROCESS: {
    zh: '办理流程时间有误（{field}）：{found}，应 {expected}。请核对办理系统的流程记录。',
    en: 'The process times are wrong ({field}): {found}, should be {expected}. Check the process record of the handling system.',
  },
  CHRONOLOGY_CASE: {
    zh: '办件时间有误（{field}）：{found}，应 {expected}。请核对办理系统的时间记录。',
    en: 'The times of the case are wrong ({field}): {found}, should be {expected}. Check the times in the handling system.',
  },
  SECRECY_CLASSIFIED: {
    zh: '密级为“{found}”（{field}）。本系统运行于非涉密网，不接收涉密文件；未保存任何内容。请按保密规定处理。',
    en: 'The case is classified {found} ({field}). This system is not for classified material; nothing of it was kept. Follow the secrecy rules.',
  },
  IDENTITY_CONFLICT: {
    zh: '同一来源系统、业务流水号和修订号（{expected}）已交接过不同的内容。如确需更正，请以新的修订号交接。',
    en: 'Other content was already handed over as {expected}. If it has to be corrected, hand it over with a new revision number.',
  },
  IDENTITY_NOTICE_CONFLICT: {
    zh: '变更通知 {found} 已收到过，但内容不同。如确需更正，请以新的通知编号发送。',
    en: 'The change notice {found} was taken in before with other content. If it has to be corrected, send it under a new number.',
  },
  ...sourceFaultTexts,
  // 整理、清点 (arrangement and stocktaking)
  ...scopeFaultTexts,
  ...jointFaultTexts,
  COMPLETENESS_REQUIRED: {
    zh: '办理结果为“{expected}”，但缺必要材料“{found}”。请补齐后重新交接。',
    en: 'The result is {expected}, but the required material {found} is missing. Add it and hand over again.',
  },
  COMPLETENESS_UNLISTED: {
    zh: '材料“{found}”（{field}）的类别与归档范围表不符，应为 {expected}。请更正后重新交接。',
    en: 'The class of the material {found} ({field}) is not that of the scope table; expected {expected}. Correct it.',
  },
  // 识别、著录、封装、检测 (recognition to inspection)
  RECOGNITION_FAILED: {
    zh: '文件 {file} 无法识别：{found}。请人工检查该文件。',
    en: '{file} could not be recognised: {found}. Have a person look at it.',
  },
  DESCRIPTION_ELEMENT: {
    zh: '元数据 {field} 不合规定：{found}，应 {expected}。请核对办件信息。',
    en: 'The metadata element {field} is not valid: {found}, should be {expected}. Check the case data.',
  },
  DESCRIPTION_FIXED: {
    zh: '{field} 属于背景、结构或管理过程元数据，任何人不可更改。可更改的项目：{expected}。',
    en: '{field} is background, structure or process metadata and cannot be changed by anybody. May be changed: {expected}.',
  },
  DESCRIPTION_CHANGED: {
    zh: '著录已被他人更改：现为第 {found} 版，您依据的是第 {expected} 版。请查看最新版后重试。',
    en: 'Somebody else has changed the description: it is version {found}, you saw version {expected}. Look at it and try again.',
  },
  INSPECTION_BLOCKED: {
    zh: '四性检测未通过：{field} 为 {found}（{expected}）。请查看检测报告并处理。',
    en: 'The four-property inspection blocks the record: {field} is {found} ({expected}). See the inspection report.',
  },
  INSPECTION_NOT_WAITING: {
    zh: '检测项 {field} 不待人工核查：结果为 {found}。只有待人工核查的检测项可以由人作出结论。',
    en: 'The item {field} does not wait for a person: it is {found}. Only items that wait for a person can be decided.',
  },
  ...reviewFaultTexts,
  PROCESSING_FAILED: {
    zh: '办件处理失败：{found}。已转人工处理，请查看日志。',
    en: 'The case could not be processed: {found}. A person has to look at it; see the log.',
  },
  STAGING_LOST: {
    zh: '暂存内容 {file} 已丢失或改变：{found}。请重新交接该办件。',
    en: 'The staged content {file} is lost or changed: {found}. Hand the case over again.',
  },
  STAGING_UNAVAILABLE: {
    zh: '暂存区不可写：{found}。请检查磁盘空间和权限；已收集的办件稍后自动重试。',
    en: 'The staging area cannot be written: {found}. Check disk space and rights; captured cases are tried again.',
  },
  NUMBER_CONFLICT: {
    zh: '编号 {found} 已被占用。请联系管理员。',
    en: 'The number {found} is taken. Ask the administrator.',
  },
  // 归档登记表 (registration forms)
  ...registrationFaultTexts,
  ...mediaFaultTexts,
  ...retentionFaultTexts,
  ...disposalFaultTexts,
  ...evidenceFaultTexts,
  ...wormProofFaultTexts,
  // 存储 (storing)
  PACKAGE_INVALID: {
    zh: '信息包不正确（{file}）：{found}。',
    en: 'The package is not right ({file}): {found}.',
  },
  FIXITY_STORE_DIFFERS: {
    zh: '存储对象 {file} 回读的摘要不符：应为 {expected}，实际 {found}。请立即检查存储。',
    en: 'The object {file} reads back differently: expected {expected}, found {found}. Check the store at once.',
  },
  STORE_OBJECT_EXISTS: {
    zh: '存储中已有 {file}，且内容不同。已封存的对象不可覆盖。',
    en: '{file} is already stored with other bytes. A sealed object is never overwritten.',
  },
  STORE_OBJECT_MISSING: {
    zh: '存储中没有 {file}。请立即检查存储。',
    en: '{file} is not in the store. Check the store at once.',
  },
  STORE_OBJECT_LOCKED: {
    zh: '{file} 在 {expected} 之前受保管锁定，不能删除或更改。',
    en: '{file} is locked until {expected} and can be neither deleted nor changed.',
  },
  STORE_LOCK_SHORTENED: {
    zh: '{file} 的保管锁定只能延长：现为 {expected}，要求 {found}。',
    en: 'The lock of {file} can only be lengthened: it ends {expected}, asked for {found}.',
  },
  STORE_UNAVAILABLE: {
    zh: '存储暂不可用：{found}。稍后自动重试。',
    en: 'The store is not available: {found}. It is tried again.',
  },
  LEDGER_FORKED: {
    zh: '账本与存储中锁定的检查点不一致（{found}）。已停止签署检查点。请保留现场，查明数据库或存储是否被替换或篡改。',
    en: 'The ledger contradicts the checkpoints that are locked in the store ({found}). No checkpoint is signed any more. Leave everything as it is, and find out whether database or store were exchanged or tampered with.',
  },
  LEDGER_NOT_FOUND: {
    zh: '账本中没有 {found}。请核对；新条目要等下一个检查点。',
    en: 'The ledger does not hold {found}. Check it; a new entry waits for the next checkpoint.',
  },
  SCANNER_UNAVAILABLE: {
    zh: '杀毒软件没有给出结论：{found}。稍后重试；一直如此时请检查杀毒软件。',
    en: 'The virus scanner gave no verdict: {found}. It is tried again; if that does not help, look after the scanner.',
  },
  DATABASE_UNAVAILABLE: {
    zh: '数据库不可用：{found}。',
    en: 'The database is not available: {found}.',
  },
  ...capacityFaultTexts,
  ...copyFaultTexts,
  ...journalFaultTexts,
  ...useFaultTexts,
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>

export type FaultCode = keyof typeof faultTexts
