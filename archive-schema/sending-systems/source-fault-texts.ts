/** 发送系统: a hand-over from a system that is not registered, or not any more. */
export const sourceFaultTexts = {
  SOURCE_UNREGISTERED: {
    zh: '办理系统 {found}（{field}）未在本单位登记，不予接收。请核对系统编码和名称，或请管理员登记该系统。',
    en: 'The system {found} ({field}) is not registered here; nothing is taken from it. Check its code and name, or have it registered.',
  },
  SOURCE_DISABLED: {
    zh: '办理系统 {found}（{field}）已停用，不予接收。请联系管理员。',
    en: 'The system {found} ({field}) is registered but disabled; nothing is taken from it. Ask the administrator.',
  },
} as const
