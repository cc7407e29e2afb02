/** 签名、时间戳与见证 (what is refused about the proof of records); part of `faultTexts`. */
export const evidenceFaultTexts = {
  SIGNER_UNFIT: {
    zh: '签名密钥或证书不可用：{found}。办件等待处理，请管理员检查密钥配置。',
    en: 'The signing key or certificate cannot be used: {found}. The case waits; have the key configuration checked.',
  },
  SIGNER_KEY_WEAK: {
    zh: '签名密钥文件的加密强度不足：{found}。请按《签名密钥》文档中的 openssl 命令重新加密，密钥本身不变。',
    en: 'The file of the signing key is not encrypted strongly enough: {found}. Encrypt it anew by the openssl command of docs/signing-keys.md; the key stays the same.',
  },
  SIGNATURE_INVALID: {
    zh: '签名或签名对象不正确：{found}。',
    en: 'The signature or what it signs is not right: {found}.',
  },
  SIGNATURE_UNSUPPORTED: {
    zh: '签名无法验证：{found}。请用签章厂商的工具核验后人工确认。',
    en: 'The signature cannot be verified: {found}. Have it checked with the tool of its maker and confirm by hand.',
  },
  EVIDENCE_INVALID: {
    zh: '证据文件 {file} 不正确：{found}。',
    en: 'The evidence file {file} is not right: {found}.',
  },
  TIME_STAMP_UNAVAILABLE: {
    zh: '时间戳服务没有给出时间戳：{found}。稍后自动重试；封存不受影响。',
    en: 'The time-stamp authority gave no time stamp: {found}. It is tried again; sealing goes on without it.',
  },
  CLOCK_BEHIND: {
    zh: '本机时钟 {found} 早于已有时间戳的时间 {expected}，不能封存；校正时钟后自动重试。',
    en: 'The clock says {found}, before the time {expected} that was stamped: nothing is sealed; put the clock right, it is tried again.',
  },
  WITNESS_UNAVAILABLE: {
    zh: '见证方没有应答：{found}。稍后自动重试；封存不受影响。',
    en: 'The witness does not answer: {found}. It is tried again; sealing goes on without it.',
  },
  WITNESS_REFUSES: {
    zh: '见证方拒绝见证账本：{found}。账本可能被截断、回滚或分叉，请立即停止签署并核查。',
    en: 'The witness refuses the ledger: {found}. It may be truncated, rolled back or forked: stop signing and look into it.',
  },
} as const
