import { type Attempt, attempt } from '#archive-schema/attempt.ts'
import { reasonOf } from '#archive-schema/evidence/demand.ts'

/**
 * 验证步骤, in Chinese: how a report names what broke. Those of GB/T 38540 stand in the order of that standard.
 */
export const verificationSteps = {
  structure: '签名数据结构',
  byteRange: '签名字节范围',
  references: '引用文件摘要',
  sealSignature: '印章签名值',
  sealValidity: '印章有效期',
  sealSigner: '签章人证书在印章证书列表中',
  dataHash: '签名文件杂凑值',
  property: '签章原文属性',
  algorithm: '签名算法',
  signer: '签名者证书',
  contentDigest: '内容摘要',
  signatureValue: '签名值',
  certificateValidity: '签名者证书有效期',
  timeStamp: '时间戳',
} as const
export type VerificationStep = keyof typeof verificationSteps

/** 验证结论: what was not fully verified is never `valid`. */
export type SignatureOutcome = 'valid' | 'invalid' | 'not-verifiable'

/** One step that did not hold, and whether the signature is wrong there or only cannot be judged. */
export type StepFault = {
  readonly step: VerificationStep
  readonly outcome: Exclude<SignatureOutcome, 'valid'>
  readonly found: string
}

export type SignatureKind = 'pdf-signature' | 'pdf-time-stamp' | 'ofd-signature' | 'ofd-seal'

/** 信任: whether a configured authority vouches for the signer. It is no part of the outcome. */
export type SignerTrust = 'no-anchor' | 'vouched' | 'not-vouched'

/** What a signature says and what was seen of it, as far as it could be read. */
export type SignatureFacts = {
  /** Subject and issuer of the signer's certificate, for people. */
  readonly signer?: string
  readonly issuer?: string
  /** Serial of the certificate, hexadecimal. */
  readonly serial?: string
  /** For people, e.g. `RSA-2048 SHA-256`. */
  readonly algorithm?: string
  /** The time that the signer claims. */
  readonly claimedAt?: Date
  /** The time that a verified time stamp proves. */
  readonly stampedAt?: Date
  /** Who made that time stamp, and whether a configured authority vouches for him. */
  readonly stampAuthority?: string
  readonly stampTrust?: SignerTrust
  readonly trust?: SignerTrust
  /** Name of the seal. */
  readonly seal?: string
  /** Bytes at the end of the file that were added after the signature. */
  readonly uncoveredBytes?: number
  /** Files of an OFD that the signature does not refer to, but for those that signatures consist of. */
  readonly uncoveredFiles?: readonly string[]
}

/** 一个电子签名或电子印章的验证结果. `place` says where in the file it stands. */
export type SignatureVerdict = {
  readonly kind: SignatureKind
  readonly place: string
  readonly outcome: SignatureOutcome
  readonly faults: readonly StepFault[]
  readonly facts: SignatureFacts
}

/** The verification of one signature, step by step: every step that does not hold is kept with its name. */
export class Verification {
  readonly #faults: StepFault[] = []
  #facts: SignatureFacts = {}

  get facts(): SignatureFacts {
    return this.#facts
  }

  learn(facts: SignatureFacts): void {
    this.#facts = { ...this.#facts, ...facts }
  }

  /** Runs one step; a refusal is kept, and the step comes to `undefined`. What cannot be read cannot be judged. */
  async step<T>(step: VerificationStep, run: () => T | Promise<T>): Promise<T | undefined> {
    const result: Attempt<T> = await attempt(run)
    if ('value' in result) return result.value
    const isUnverifiable = step === 'structure' || result.refusal.code !== 'SIGNATURE_INVALID'
    const outcome = isUnverifiable ? 'not-verifiable' : 'invalid'
    this.#faults.push({ step, outcome, found: reasonOf(result.refusal) })
    return undefined
  }

  /** What did not hold so far. */
  get faults(): readonly StepFault[] {
    return this.#faults
  }

  verdict(kind: SignatureKind, place: string): SignatureVerdict {
    const faults = [...this.#faults]
    const isInvalid = faults.some(({ outcome }) => outcome === 'invalid')
    const outcome = isInvalid ? 'invalid' : faults.length > 0 ? 'not-verifiable' : 'valid'
    return { kind, place, outcome, faults, facts: this.#facts }
  }
}
