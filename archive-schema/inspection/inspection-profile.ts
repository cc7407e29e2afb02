import { z } from 'zod'
import { inspectionStages } from './inspection-stage.ts'

/** 四性 (the four properties), by the first digit of an item code (DA/T 70-2018). */
export const properties = ['真实性', '完整性', '可用性', '安全性'] as const

/**
 * 外部工具 (outside tools) that the checks of some items ask: a scanner, the register of sending systems. Which of them are
 * there is a matter of configuration.
 */
export const outsideTools = ['virus-scanner', 'sending-systems'] as const
export type OutsideTool = (typeof outsideTools)[number]

/** 环节/条款 (one cell of the standard): stage and sub-clause, e.g. `BC/4-4`. */
export const cellForm = /^(?:GD|YJ|BC)\/[1-4]-[1-5]$/

/**
 * 检测项 (one item of the standard): what is compared, where code and title come from, and whether it blocks. `source` and
 * `confidence` speak of code and title; `cell` (sub-clause), `ruleId` and `basis` are proposals of this project.
 */
const inspectionItem = z
  .strictObject({
    /** Code of the standard, e.g. `GD-1-10`; missing where none was seen. */
    code: z
      .string()
      .regex(/^(?:GD|YJ|BC)-[1-4]-[1-9]\d?$/)
      .exactOptional(),
    property: z.enum(properties),
    /** Sub-clause with its stage, e.g. `GD/1-3`; missing where it is not known. */
    cell: z.string().regex(cellForm).exactOptional(),
    title: z.string().min(1),
    /** Identifier of our own, which stays when the code of the standard turns out to be another. */
    ruleId: z.string().regex(/^(?:gd|yj|bc)\.[a-z]+\.[a-z0-9-]+$/),
    /** The check that serves the item, where it is not the one that has the code of the item. */
    check: z.string().min(1).exactOptional(),
    /** 检测依据和方法: what is compared with what. */
    basis: z.string().min(1),
    source: z.string().min(1),
    confidence: z.enum(['high', 'medium', 'low', 'none']),
    /** Whether a record is held back while the item is neither `PASS` nor `NOT_APPLICABLE`. */
    blocking: z.boolean(),
    /** The tool that the check asks. Where it is not connected the item is `NOT_CHECKED`, for this reason, and does not block. */
    needs: z
      .strictObject({ tool: z.enum(outsideTools), whyNotWithout: z.string().min(1) })
      .readonly()
      .exactOptional(),
    /** 病毒库 (signature database) of the tool that the item needs: the greatest age that passes, in days. */
    databaseMaxAgeDays: z.int().positive().exactOptional(),
    whyNotBlocking: z.string().min(1).exactOptional(),
    /** What a person has to answer: without a check, the item waits for the decision of one (人工核查). */
    question: z.string().min(1).exactOptional(),
    /**
     * 放行: what a person answers where the check leaves the item to one, so that the case goes on to be archived. Without it
     * nobody may: the case waits until the cause is mended, or is returned.
     */
    clearance: z.string().min(1).exactOptional(),
    /** Why this version has no check of the item. */
    whyNotChecked: z.string().min(1).exactOptional(),
    /** Why the item never applies to the records of this profile. */
    whyNotApplicable: z.string().min(1).exactOptional(),
    /** What a `PASS` of the item does not say. */
    limits: z.string().min(1).exactOptional(),
  })
  .readonly()
  .refine((item) => item.code !== undefined || item.cell !== undefined, 'an item has a code or a cell')
  .refine(
    ({ code, cell, property }) =>
      [code, cell].every((place) => place === undefined || property === properties[Number(place.charAt(3)) - 1]),
    'the property is not that of the code or of the cell',
  )
  .refine((item) => item.blocking === (item.whyNotBlocking === undefined), 'says why if and only if it does not block')
  .refine(
    (item) => item.clearance === undefined || (item.blocking && item.question === undefined),
    'what a person clears has a check, and blocks',
  )
  .refine((item) => !item.blocking || item.whyNotChecked === undefined, 'an item without a check cannot block')
  .refine(
    (item) => item.needs === undefined || (item.blocking && item.whyNotApplicable === undefined),
    'an item that needs a tool applies and blocks where the tool is connected',
  )
  .refine(
    (item) => item.databaseMaxAgeDays === undefined || item.needs !== undefined,
    'the age of a database is that of the database of a tool',
  )
  .refine(
    (item) => [item.question, item.whyNotChecked, item.whyNotApplicable].filter((one) => one !== undefined).length <= 1,
    'an item without a check waits for a person, is not checked or never applies: one of them',
  )

/** 检测方案 (inspection profile): every item of one stage, in the order of the standard, none twice. */
const inspectionProfile = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    title: z.string().min(1),
    /** Number of the standard, e.g. `DA/T 70-2018`. */
    standard: z.string().min(1),
    stage: z.enum(inspectionStages),
    source: z.string().min(1),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    items: z
      .array(inspectionItem)
      .min(1)
      .readonly()
      .refine((items) => isEachOnce(items.flatMap(({ code }) => code ?? [])), 'a code stands twice')
      .refine((items) => isEachOnce(items.map(({ ruleId }) => ruleId)), 'a ruleId stands twice'),
  })
  .readonly()
  .refine(
    ({ stage, items }) => items.every((item) => placesOf(item).every((place) => place.toLowerCase().startsWith(stage))),
    'an item is of another stage',
  )

export type InspectionItem = z.output<typeof inspectionItem>
export type InspectionProfile = z.output<typeof inspectionProfile>

/** Reads a profile. Throws a `ZodError` that names all that is wrong: a profile comes with the program, not from outside. */
export function parseInspectionProfile(source: unknown): InspectionProfile {
  return inspectionProfile.parse(source)
}

/** What an item is called in reports and decisions: its code, or, where none was seen, the identifier of our own. */
export function ruleOf({ code, ruleId }: InspectionItem): string {
  return code ?? ruleId
}

/** Where an item stands in the standard, e.g. `DA/T 70-2018 GD-1-10`, or with its cell alone, `DA/T 70-2018 BC/1-5`. */
export function stdRefOf({ standard }: InspectionProfile, { code, cell, ruleId }: InspectionItem): string {
  return `${standard} ${code ?? cell ?? ruleId}`
}

function placesOf({ code, cell, ruleId }: InspectionItem): readonly string[] {
  return [code ?? [], cell ?? [], ruleId].flat()
}

function isEachOnce(names: readonly string[]): boolean {
  return new Set(names).size === names.length
}
