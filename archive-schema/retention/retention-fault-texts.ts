/** 保管期限、锁定与保全 (retention, locks and holds: why nothing is shortened, lifted or deleted); part of `faultTexts`. */
export const retentionFaultTexts = {
  STORE_OBJECT_HELD: {
    zh: '{file} 处于保全之中，保全解除之前不能删除。',
    en: '{file} is under a legal hold and is not deleted before the hold is lifted.',
  },
  LOCK_NOT_KEPT: {
    zh: '{file} 的保管锁定续期后回读不符：应至 {expected}，实际 {found}。请立即检查存储。',
    en: 'The lock of {file} reads back differently after it was renewed: expected until {expected}, found {found}. Check the store at once.',
  },
  RETENTION_NOT_LONGER: {
    zh: '{file} 的保管期限只能延长：现为 {expected}，要求 {found}。',
    en: 'The retention of {file} can only be extended: it ends {expected}, asked for {found}.',
  },
  HOLD_NOT_FOUND: {
    zh: '没有编号为 {found} 的保全。',
    en: 'There is no legal hold {found}.',
  },
  HOLD_NOT_ACTIVE: {
    zh: '保全 {field} 对 {found} 已解除，或从未包括它。',
    en: 'The legal hold {field} is not on {found}: it was lifted, or never covered it.',
  },
} as const
