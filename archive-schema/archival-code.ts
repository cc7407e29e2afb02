import { formatCode, parseCode, sequenceScope } from '#archive-schema/package/code-template.ts'
import type { ArchivalTemplate } from '#archive-schema/profiles/code-template-rule.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { type RetentionPeriod, retentionPeriods } from './retention.ts'

/** 类别 (the class within which this archive counts its records): the parts of a 档号 that stand before the 件号. */
export type ArchivalClass = {
  /** 全宗号. */
  readonly fonds: string
  /** 门类代码 with its sub-classes, e.g. `ZY·ZW`. */
  readonly category: string
  /** 年度: year of 办结. */
  readonly year: string
  readonly retention: RetentionPeriod
  /** 机构（问题）; for cases the 事项编码. */
  readonly function: string
}

/** The parts of a 档号 that was read; which of them it has is the matter of its 门类. They are kept beside the composed number. */
export type ArchivalCodeParts = Pick<ArchivalClass, 'fonds' | 'category'> &
  Partial<ArchivalClass> & {
    /** 案卷号, 组号 or 册号. */
    readonly file?: number
    /** 件号, from 1, gap-free in each 类别. */
    readonly number?: number
  }

/**
 * 档号 (archival code) by the template by which this archive gives numbers; DA/T 13-2022 `全宗号-类别号-件号`, e.g.
 * `0117-ZY·ZW·2025·D10·430131012001-0001`. Given once at 登记编目, never changed. Throws `DESCRIPTION_ELEMENT`.
 */
export function formatArchivalCode(profile: Profile, parts: ArchivalClass & { readonly number: number }): string {
  return formatCode(givenTemplate(profile), { ...parts, number: String(parts.number) })
}

/** The sequence from which the 件号 of a 类别 is taken. */
export function archivalSequence(profile: Profile, parts: ArchivalClass): string {
  return sequenceScope(givenTemplate(profile), parts)
}

/**
 * The parts of a 档号 by the first template that fits, this archive's own or one of DA/T 13-2022 and DA/T 22-2015; `undefined`
 * if the text is none. Compared in Unicode form NFC; look-alikes of the middle dot (`•` `・` `‧`) make it none.
 */
export function parseArchivalCode({ archivalCodes }: Profile, code: string): ArchivalCodeParts | undefined {
  const text = code.normalize('NFC')
  for (const template of archivalCodes) {
    const parts = parseCode(template, text)
    if (parts !== undefined) return toParts(parts)
  }
  return undefined
}

function toParts({ fonds = '', category = '', retention, file, number, ...named }: Readonly<Record<string, string>>) {
  const period = retentionPeriods.find((known) => known === retention)
  return {
    fonds,
    category,
    ...named,
    ...(period === undefined ? {} : { retention: period }),
    ...(file === undefined ? {} : { file: Number(file) }),
    ...(number === undefined ? {} : { number: Number(number) }),
  }
}

function givenTemplate({ archivalCodes }: Profile): ArchivalTemplate {
  const [given] = archivalCodes
  if (given === undefined) throw new Error('the profile has no template for the 档号')
  return given
}
