/** 利用 (what is refused of who asks for records, and of how he asks); part of `faultTexts`. */
export const useFaultTexts = {
  RECORD_NOT_FOUND: {
    zh: '没有编号为 {found} 的档案。请核对电子文件号或档号。',
    en: 'There is no record {found}. Check the number (电子文件号 or 档号).',
  },
  CASE_NOT_FOUND: {
    zh: '没有标识为 {found} 的办件。',
    en: 'There is no case {found}.',
  },
  DOCUMENT_NOT_FOUND: {
    zh: '档案 {file} 中没有第 {found} 号文件。',
    en: 'The record {file} has no document {found}.',
  },
  TEXT_NOT_AVAILABLE: {
    zh: '{file} 没有识别文本：{found}。',
    en: 'There is no text of {file}: {found}.',
  },
  RANGE_NOT_SATISFIABLE: {
    zh: '请求的范围 {found} 超出 {expected} 字节。',
    en: 'The range {found} lies outside {expected} bytes.',
  },
  REPORT_PRINTER_MISSING: {
    zh: '没有可用于打印 PDF 的浏览器 Chromium（{found}）。请安装或以 CHROMIUM 指明其路径；JSON、XML、HTML 报告不受影响。',
    en: 'There is no Chromium to print a PDF with ({found}). Install it or name its path in CHROMIUM; JSON, XML and HTML need none.',
  },
  REPORT_NOT_PRINTED: {
    zh: '浏览器 {file} 未能打印 PDF：{found}。',
    en: 'The browser {file} did not print the PDF: {found}.',
  },
  REQUEST_INVALID: {
    zh: '请求不合规定（{field}）：{found}。',
    en: 'The request is not valid ({field}): {found}.',
  },
  REQUEST_PRECONDITION: {
    zh: '请求须带 {expected} 头，写明所依据的版本。',
    en: 'The request needs the header {expected}, which says what version it was made from.',
  },
  REQUEST_MEDIA_TYPE: {
    zh: '请求的内容类型（Content-Type）为 {found}，应为 {expected}。',
    en: 'The Content-Type of the request is {found}; expected {expected}.',
  },
  ACCESS_KEY_REQUIRED: {
    zh: '需要访问密钥：请在 Authorization 头中提供 Bearer 密钥。',
    en: 'An access key is required: send it as a Bearer token in the Authorization header.',
  },
  ROUTE_NOT_FOUND: {
    zh: '没有这个地址：{found}。接口见 /api/docs。',
    en: 'There is no such address: {found}. See /api/docs.',
  },
  INTERNAL_FAILURE: {
    zh: '系统内部错误，未能完成。请管理员查看日志。',
    en: 'Something went wrong inside the system; the request was not completed. The administrator finds it in the log.',
  },
  CONFIGURATION_INVALID: {
    zh: '配置有误（{field}）：{found}。',
    en: 'The configuration is not valid ({field}): {found}.',
  },
} as const
