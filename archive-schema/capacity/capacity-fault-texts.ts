/** 容量 (what is refused for want of space); part of `faultTexts`. */
export const capacityFaultTexts = {
  CAPACITY_EXHAUSTED: {
    zh: '{field} 空间不足：{found}，须留出 {expected}。暂不接收新的办件；已收集的照常处理。扩容后请重新交接。',
    en: 'There is too little space in {field}: {found}, of which {expected} must stay free. No case is taken in for now; those that were are worked on. Hand over again when there is more.',
  },
  CAPACITY_LOW: {
    zh: '{field} 空间将尽：{found}，应有 {expected}。请扩容。',
    en: 'Space in {field} is running out: {found}, there should be {expected}. Enlarge it.',
  },
  STORE_FULL: {
    zh: '存储空间已满或超出配额：{found}。请扩容；稍后自动重试，其间不丢失任何内容。',
    en: 'The store is full or over its quota: {found}. Enlarge it; it is tried again, and nothing is lost meanwhile.',
  },
} as const
