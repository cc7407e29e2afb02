import { returnFaultTexts } from './return-fault-texts.ts'

/** 人工处理: how decisions about cases that wait for a person are refused, and why a person refuses a case. */
export const reviewFaultTexts = {
  REVIEW_NOT_WAITING: {
    zh: '办件 {found} 不待人工处理，或已由他人处理。请查看其状态。',
    en: 'The case {found} does not wait for a person, or somebody else has decided already. See its status.',
  },
  REVIEW_NOT_CLEARABLE: {
    zh: '不得放行：{field} 为 {found}（{expected}）。只有方案规定可由人判断、且待人工核查的检测项可以放行；其余请排除原因后重试，或退回。',
    en: 'Cannot be cleared: {field} is {found} ({expected}). Only inspection items that wait for a person, and that the profile leaves to one, can be; else remove the cause and retry, or return the case.',
  },
  REVIEW_REGISTERED: {
    zh: '办件 {found} 已登记编目，不能退回；排除原因后请重试。',
    en: 'The case {found} is registered and cannot be returned; remove the cause and retry.',
  },
  ...returnFaultTexts,
} as const
