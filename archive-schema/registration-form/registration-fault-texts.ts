/** Refusals that speak of registration forms (登记表) and batches. */
export const registrationFaultTexts = {
  REGISTRATION_NUMBER_INVALID: {
    zh: '“{found}”不是批次号或登记表编号。应为 {expected}。',
    en: '{found} is no number of a batch or form. Expected {expected}.',
  },
  REGISTRATION_ENTRY_INVALID: {
    zh: '登记表“{field}”填写有误：{found}，应为 {expected}。',
    en: '{field} of the registration form is not valid: {found}, expected {expected}.',
  },
  REGISTRATION_FORM_MISSING: {
    zh: '没有编号为 {found} 的归档登记表。请先登记。',
    en: 'There is no registration form {found}. Register it first.',
  },
  REGISTRATION_FORM_EXISTS: {
    zh: '登记表 {found} 已经存在。更正请登记新的一版并写明理由；同日的另一批次请用下一个批次号（-02）。',
    en: 'The registration form {found} exists. Correct it by a new version with a reason; a second batch of the day has the next number (-02).',
  },
  REGISTRATION_FORM_CHANGED: {
    zh: '登记表已有变化：现为 {found}，您依据的是 {expected}。请查看后重试。',
    en: 'The registration form has changed: it is at {found}, you saw {expected}. Look at it and try again.',
  },
  REGISTRATION_FORM_CLOSED: {
    zh: '登记表 {found} 已由双方签章，不可更改，也不再收入办件。更正须登记新的一版。',
    en: 'Both sides have signed the registration form {found}: it does not change and takes no more cases. Correct it by a new version.',
  },
  REGISTRATION_NOT_CHECKED: {
    zh: '登记表 {found} 尚未检测。请先检测，再检验和签章。',
    en: 'The registration form {found} has not been checked. Check it before anybody answers or signs.',
  },
  REGISTRATION_NOT_SIGNED: {
    zh: '登记表 {found} 尚未由双方签章，没有电子签名。',
    en: 'The registration form {found} has not been signed by both sides: there is no signature.',
  },
  REGISTRATION_NOT_PASSED: {
    zh: '登记表的“{field}”为 {found}，不能签章。请更正登记、补齐办件或由人检验后重新检测。',
    en: '{field} of the form is {found}, so it cannot be signed. Correct the form, complete the batch or have a person answer.',
  },
  REGISTRATION_NOT_WAITING: {
    zh: '登记表的“{field}”不由人填写：结果为 {found}。',
    en: '{field} of the form does not wait for a person: it is {found}.',
  },
  REGISTRATION_BATCH_CHANGED: {
    zh: '批次 {found} 在检测（{expected}）之后有变化。请重新检测后签章。',
    en: 'The batch {found} has changed since it was checked ({expected}). Check it again before it is signed.',
  },
  REGISTRATION_BATCH_UNIT: {
    zh: '办件的立档单位（{found}）不是批次 {expected} 的单位。请核对批次号。',
    en: 'The body of the case ({found}) is not that of the batch {expected}. Check the number of the batch.',
  },
  REGISTRATION_BATCH_CONFLICT: {
    zh: '该办件已在批次 {expected} 中收入，不能再归入 {found}。',
    en: 'The case was taken in under {expected} and does not move to {found}.',
  },
  REGISTRATION_SIGNATURE_ORDER: {
    zh: '签章顺序有误：{found}；现应由 {expected} 签章（先形成与办理部门 forming，后档案部门 archives）。',
    en: 'The signatures are out of order: {found}; now it is the turn of {expected} (forming department first, then archives).',
  },
  REGISTRATION_SIGNATURE_PERSON: {
    zh: '“{found}”已代表形成与办理部门登记或签章，不能再代表档案部门签章。',
    en: '{found} has registered or signed for the forming department and cannot sign for the archives.',
  },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>
