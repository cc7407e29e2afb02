import type { Profile } from '#archive-schema/profiles/profile.ts'
import { type RetentionPeriod, retentionPeriods } from '#archive-schema/retention.ts'
import { formatCode, parseCode } from './code-template.ts'

/**
 * The parts of an 电子文件号. The item is its base code (基本编码): region and fonds name the body already, and the number is
 * also folder name and object key, so it stays short.
 */
export type ElectronicRecordCodeParts = {
  /** 行政区划编码, six digits (GB/T 2260). */
  readonly region: string
  /** 全宗号. */
  readonly fonds: string
  /** 事项编码. */
  readonly item: string
  /** 年度: year of 办结. */
  readonly year: string
  readonly retention: RetentionPeriod
  /** 流水号, from 1. */
  readonly serial: number
}

/** 电子文件号 (electronic record code), e.g. `430190-0117-430131012001-2025-D10-000001`. Throws `DESCRIPTION_ELEMENT`. */
export function formatElectronicRecordCode(profile: Profile, parts: ElectronicRecordCodeParts): string {
  return formatCode(profile.electronicRecordCode, { ...parts, serial: String(parts.serial) })
}

/** The parts of an 电子文件号, or `undefined` if the text is none. */
export function parseElectronicRecordCode(profile: Profile, code: string): ElectronicRecordCodeParts | undefined {
  const { region, fonds, item, year, retention, serial } = parseCode(profile.electronicRecordCode, code) ?? {}
  const period = retentionPeriods.find((known) => known === retention)
  if (region === undefined || fonds === undefined || item === undefined || year === undefined) return undefined
  if (period === undefined) return undefined
  return { region, fonds, item, year, retention: period, serial: Number(serial) }
}
