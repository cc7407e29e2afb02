/** 退回原因 (why a person refuses a case that waited). `{found}` is what the person says about it. */
export const returnFaultTexts = {
  RETURN_INFECTED: {
    zh: '办件经人工处理退回：含有病毒。{found}。请清除后以新的修订号重新交接。',
    en: 'A person has returned the case: it is infected. {found}. Clean it and hand it over again with a new revision number.',
  },
  RETURN_MATERIALS: {
    zh: '办件经人工处理退回：材料多余、缺少或有误。{found}。请更正后以新的修订号重新交接。',
    en: 'A person has returned the case: materials are surplus, missing or wrong. {found}. Correct them and hand over again with a new revision number.',
  },
  RETURN_SIGNATURE: {
    zh: '办件经人工处理退回：电子签名或电子印章无效或无法验证。{found}。请更正后以新的修订号重新交接。',
    en: 'A person has returned the case: a signature or seal is not valid or cannot be verified. {found}. Correct it and hand over again with a new revision number.',
  },
  RETURN_CONTENT: {
    zh: '办件经人工处理退回：文件内容不可读或不完整。{found}。请重新扫描或导出后以新的修订号重新交接。',
    en: 'A person has returned the case: content cannot be read or is incomplete. {found}. Scan or export it again and hand over with a new revision number.',
  },
  RETURN_INFORMATION: {
    zh: '办件经人工处理退回：办件信息或办理过程有误。{found}。请更正后以新的修订号重新交接。',
    en: 'A person has returned the case: its data or its process are wrong. {found}. Correct them and hand over again with a new revision number.',
  },
  RETURN_OTHER: {
    zh: '办件经人工处理退回：{found}。请更正后以新的修订号重新交接。',
    en: 'A person has returned the case: {found}. Correct it and hand it over again with a new revision number.',
  },
} as const satisfies Record<`RETURN_${string}`, { readonly zh: string; readonly en: string }>

/** 退回原因代码. */
export const returnReasons = Object.keys(returnFaultTexts) as (keyof typeof returnFaultTexts)[]
