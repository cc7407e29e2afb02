/** 鉴定销毁 (appraisal and disposal: why nothing is destroyed, and what was); part of `faultTexts`. */
export const disposalFaultTexts = {
  RECORD_DISPOSED: {
    zh: '档案 {found} 已依法销毁：{expected}。',
    en: 'The record {found} was lawfully destroyed: {expected}.',
  },
  DISPOSAL_LIST_MISSING: {
    zh: '没有编号为 {found} 的销毁清册。',
    en: 'There is no disposal list {found}.',
  },
  DISPOSAL_NOT_DUE: {
    zh: '{file} 的保管期限未满（{found}），不得鉴定销毁。',
    en: 'The term of {file} has not ended ({found}): it cannot be appraised for destruction.',
  },
  DISPOSAL_LISTED: {
    zh: '{file} 已列入销毁清册 {found}，该清册尚未办结。',
    en: '{file} stands in the disposal list {found}, which is not closed yet.',
  },
  DISPOSAL_TWICE: {
    zh: '{file} 在鉴定意见中出现两次。每件档案只能有一个意见。',
    en: '{file} is named twice in the appraisal: a record has one opinion.',
  },
  DISPOSAL_ON_MEDIA: {
    zh: '{file} 另存于离线载体 {found}。请先写明离线载体处置方案。',
    en: '{file} also lies on the offline medium {found}. Say first how copies on media go (media plan).',
  },
  DISPOSAL_PERSON: {
    zh: '不能由 {field} 签署：{found}。',
    en: '{field} cannot sign: {found}.',
  },
  DISPOSAL_UNAPPROVED: {
    zh: '销毁清册 {file} 未经全部签署，缺：{found}。',
    en: 'The disposal list {file} lacks signatures: {found}.',
  },
  DISPOSAL_NOT_ORDERED: {
    zh: '销毁清册 {file} 尚未开始销毁。',
    en: 'The destruction of the list {file} has not begun.',
  },
  DISPOSAL_ORDERED: {
    zh: '销毁清册 {file} 已开始销毁或已办结。',
    en: 'The destruction of the list {file} has begun or is over already.',
  },
  DISPOSAL_WITHDRAWN: {
    zh: '销毁清册 {file} 已撤回。',
    en: 'The disposal list {file} was withdrawn.',
  },
  DISPOSAL_NOT_DONE: {
    zh: '销毁清册 {file} 尚有未销毁的档案：{found}。',
    en: 'Records of the list {file} are not destroyed yet: {found}.',
  },
  DISPOSAL_UNPROVEN: {
    zh: '销毁清册 {file} 与其已签署、已锁定的文本（{found}）不符，或该文本不存在。不得销毁，请先查明。',
    en: 'The disposal list {file} is not what its signed and locked text ({found}) says, or the text is missing. Nothing is destroyed: find out why.',
  },
  DISPOSAL_TRACES: {
    zh: '{file} 删除后仍可读到：{found}。请立即检查存储。',
    en: 'Something of {file} is still there after it was deleted: {found}. Check the store at once.',
  },
} as const
