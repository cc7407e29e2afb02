import type { Digests } from '#archive-schema/fixity.ts'

/** 离线载体 (offline medium): one disc, tape or disk of a set, as the register has it. */
export type Medium = {
  /** 载体标识, unique for ever. */
  readonly id: string
  /** Code of `carrierCodes`. */
  readonly carrier: string
  /** 套别: 1 for the first set, 2 and 3 for the sets that are kept elsewhere. */
  readonly set: number
  /** 存放地点. */
  readonly place: string
  readonly madeAt: Date
  /** 制作人. */
  readonly madeBy: string
  /** Numbers of 件, of files on the medium and of their bytes, without the manifest itself. */
  readonly records: number
  readonly files: number
  readonly bytes: number
  /** SHA-256 of `manifest-sha256.txt` and SM3 of `manifest-sm3.txt` on the medium. */
  readonly manifests: Digests
  /** 载体标识 of the medium that this one takes the place of. */
  readonly rewrites?: string
}

const form = /^[0-9A-Za-z][0-9A-Za-z-]{0,39}$/

/** Whether a text can be the 载体标识 of a row of media: letters, digits and `-`, at most 40. */
export function isMediumName(text: string): boolean {
  return form.test(text)
}

/** 载体标识 of the n-th medium of a row, from 1: `430190-2025-02`. */
export function mediumId(name: string, n: number): string {
  return `${name}-${String(n).padStart(2, '0')}`
}
