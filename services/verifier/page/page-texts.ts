import type { PendingStep, VerificationStep } from '../verify-record.ts'

type Step = VerificationStep['step'] | PendingStep

/** What each step is called on the page, and what it asks. */
export const stepTexts: Readonly<Record<Step, { readonly title: string; readonly question: string }>> = {
  statement: { title: '封存声明', question: '声明的格式是否规范，说的是哪一件档案' },
  files: { title: '文件', question: '文件是否一个不多、一个不少，每个字节是否都与封存时相同' },
  manifests: { title: '校验清单', question: '清单的数字摘要、文件数和字节数是否与声明一致' },
  checkpoint: { title: '账本检查点', question: '账本的检查点是否由账本和见证方签名' },
  ledger: { title: '账本收录', question: '声明是否收录在账本中' },
  time: { title: '可信时间', question: '时间戳是否有效，证明声明在何时已存在' },
  signature: { title: '电子签名', question: '签名是否有效，签名人是否可信' },
  'signature-sm2': { title: '国密签名', question: 'SM2 签名是否有效，签名人是否可信' },
}

/** The words of the verdict. */
export const verdictTexts = {
  good: { title: '验证通过', text: '档案与封存时完全一致。' },
  bad: { title: '验证不通过', text: '请勿将此档案作为凭证使用，并联系提供单位。' },
  unknown: { title: '无法验证', text: '没有得出结论，既不能说通过，也不能说不通过。' },
} as const

export const words = {
  passed: '✓ 通过',
  failed: '✗ 不通过',
  pending: '— 没有此项证据',
  number: '电子文件号',
  step: '步骤',
  result: '结果',
  detail: '说明',
  working: '正在验证……',
  fingerprint: '信任指纹（trust 文件夹的 SHA-256，请与公布值核对）',
  ownTrust: '信任锚：另外取得的 trust 文件夹。',
  exportedTrust: '信任锚：随档案导出的 trust 文件夹。只证明导出物自身一致，请核对下面的信任指纹。',
  unseen: '浏览器看不到空文件夹、链接和特殊文件；需要时请用 verify-package.sh 再验证一次。',
  noTrust: '没有找到 trust 文件夹。',
  noRecord: '没有找到导出的档案：应当含有 package、evidence 文件夹。',
} as const
