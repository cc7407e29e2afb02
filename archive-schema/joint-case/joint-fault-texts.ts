/** 联办件 (joint cases): why a parent waits for its children, or cannot bind them. */
export const jointFaultTexts = {
  JOINT_CHILD_PENDING: {
    zh: '子办件 {field} 尚未归档：{found}。主办件等待其归档后继续。',
    en: 'The child case {field} is not archived: {found}. The parent waits and goes on when it is.',
  },
  JOINT_CHILD_DIFFERS: {
    zh: '子办件 {field} 不能归入本主办件：应为 {expected}，实际 {found}。请核对关联办件后重新交接。',
    en: 'The child case {field} cannot be bound here: expected {expected}, found {found}. Correct the related cases and hand over again.',
  },
  JOINT_DEPTH: {
    zh: '子办件 {field} 自身也归入了子件：归档信息包只嵌套 {expected} 层。请分别交接。',
    en: 'The child case {field} binds children of its own: packages are nested {expected} deep at most. Hand them over side by side.',
  },
} as const
