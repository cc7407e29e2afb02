/** 副本、修复与固化核查 (copies, repair, fixity); part of `faultTexts`. */
export const copyFaultTexts = {
  STORE_SECOND_ABSENT: {
    zh: '没有配置第二存储，无法{found}。请设置 SECOND_STORE_FOLDER 或 SECOND_S3_ENDPOINT。',
    en: 'There is no second store, so that this cannot be done: {found}. Set SECOND_STORE_FOLDER or SECOND_S3_ENDPOINT.',
  },
  STORE_COPIES_BAD: {
    zh: '{file} 的两份副本均不完好，未作修复：{found}。',
    en: 'Neither copy of {file} is good; nothing was repaired: {found}.',
  },
  STORE_ROUND_TAKEN: {
    zh: '{found} 正由另一进程核查。请待其完成。',
    en: '{found} is being audited by another process. Wait until it is done.',
  },
  AUDIT_NOT_FOUND: {
    zh: '没有标识为 {found} 的固化核查。',
    en: 'There is no audit {found}.',
  },
} as const
