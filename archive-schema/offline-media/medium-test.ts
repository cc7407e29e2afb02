/**
 * What can be wrong with a medium: `missing` a listed file is not there, `surplus` 非归档文件 (DA/T 70-2018 4-2), `changed` other bytes
 * than listed, `unverified` the record does not verify, `register` the medium is not what the register knows.
 */
export const mediumFaultKinds = ['missing', 'surplus', 'changed', 'unverified', 'register'] as const
export type MediumFault = {
  readonly kind: (typeof mediumFaultKinds)[number]
  /** Path on the medium, or 电子文件号. */
  readonly path: string
  readonly detail: string
}

/** 抽检 (a readability test of a medium). */
export type MediumTest = {
  readonly medium: string
  readonly testedAt: Date
  readonly testedBy: string
  /** 电子文件号 of the 件 that were read whole. */
  readonly sample: readonly string[]
  readonly faults: readonly MediumFault[]
}
