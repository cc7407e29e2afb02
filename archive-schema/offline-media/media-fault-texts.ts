/** 离线载体 (what is refused of offline media); part of `faultTexts`. */
export const mediaFaultTexts = {
  MEDIUM_TOO_SMALL: {
    zh: '档案 {file} 连同说明等需要 {expected} 字节，载体容量只有 {found} 字节。请使用更大的载体。',
    en: 'The record {file} needs {expected} bytes with what every medium holds, and the medium has {found}. Use a larger one.',
  },
  MEDIUM_EXISTS: {
    zh: '载体标识 {found} 已登记，不得再用。',
    en: 'The medium {found} is registered already; an identifier is never used again.',
  },
  MEDIUM_NOT_FOUND: {
    zh: '没有登记载体标识为 {found} 的在用载体。',
    en: 'No medium {found} is registered and in use.',
  },
  MEDIUM_KEPT: {
    zh: '载体 {file} 须保留至 {expected}（{field}），不得注销。',
    en: 'The medium {file} must be kept until {expected} ({field}) and cannot be given up.',
  },
  MEDIUM_RECORDS_MISSING: {
    zh: '没有可写入载体的档案：{found}。',
    en: 'There is no record to write to a medium: {found}.',
  },
} as const
