/** 锁定验证 (what is refused of a store that does not keep its locks); part of `faultTexts`. */
export const wormProofFaultTexts = {
  STORE_NOT_WORM: {
    zh: '存储未通过锁定验证（{field}）：{found}。请更换或修复存储；确需接受该缺陷时，写入 STORE_ACCEPTED_WEAKNESSES。',
    en: 'The store fails the WORM proof ({field}): {found}. Mend or change it, or accept this weakness in STORE_ACCEPTED_WEAKNESSES.',
  },
} as const
