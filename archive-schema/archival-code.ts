import { formatCode, parseCode } from '#archive-schema/package/code-template.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { type RetentionPeriod, retentionPeriods } from './retention.ts'

/** The parts of a 档号; they are kept beside the composed number. */
export type ArchivalCodeParts = {
  /** 全宗号. */
  readonly fonds: string
  /** 门类代码 with its sub-classes, e.g. `ZY·ZW`. */
  readonly category: string
  /** 年度: year of 办结. */
  readonly year: string
  readonly retention: RetentionPeriod
  /** 事项编码, in the place of 机构（问题）. */
  readonly item: string
  /** 件号, from 1, gap-free in each 类别. */
  readonly number: number
}

/**
 * 档号 (archival code) by the template of the profile; DA/T 13-2022 `全宗号-类别号-件号`, e.g.
 * `0117-ZY·ZW·2025·D10·430131012001-0001`. Given once at 登记编目, never changed. Throws `DESCRIPTION_ELEMENT`.
 */
export function formatArchivalCode(profile: Profile, parts: ArchivalCodeParts): string {
  return formatCode(profile.archivalCode, { ...parts, number: String(parts.number) })
}

/** The parts of a 档号, or `undefined` if the text is none. Look-alikes of the middle dot (`•` `・` `‧`) make it none. */
export function parseArchivalCode(profile: Profile, code: string): ArchivalCodeParts | undefined {
  const { fonds, category, year, retention, item, number } =
    parseCode(profile.archivalCode, code.normalize('NFC')) ?? {}
  const period = retentionPeriods.find((known) => known === retention)
  if (fonds === undefined || category === undefined || year === undefined || item === undefined) return undefined
  if (period === undefined) return undefined
  return { fonds, category, year, retention: period, item, number: Number(number) }
}
