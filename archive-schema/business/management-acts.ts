import { z } from 'zod'
import { metadataFileRule, xmlName } from '#archive-schema/profiles/element-rule.ts'
import source from '#archive-schema/profiles/management-acts.json' with { type: 'json' }

/** 业务行为 of the archive, by key. 移交, 格式转换, 迁移 and 利用 have their places; each is told from the day it is carried out. */
export const managementActKeys = [
  'registration',
  'preservation',
  'inspection-gd',
  'inspection-yj',
  'inspection-bc',
  'decision',
  'redescription',
  'transfer',
  'conversion',
  'migration',
  'use',
  'hold',
  'release',
  'extension',
] as const
/** The key of one act. */
export type ManagementActKey = (typeof managementActKeys)[number]

const relationRule = z.strictObject({ title: z.string().min(1), description: z.string().min(1) }).readonly()

const managementActs = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    title: z.string(),
    source: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    /** 业务状态 of what has been done. */
    status: z.string().min(1),
    /** 机构人员类型. */
    agentTypes: z.strictObject({ software: z.string().min(1), person: z.string().min(1) }).readonly(),
    /** 关系类型 between an act and those who took part in it. */
    relation: z.string().min(1),
    /** 关系: what an agent was to the act. */
    relations: z.strictObject({ carriedOut: relationRule, responsible: relationRule }).readonly(),
    acts: z
      .array(
        z
          .strictObject({
            key: z.enum(managementActKeys),
            /** 业务行为. */
            activity: z.string().min(1),
            /** 行为依据: the clause that asks for the act. */
            mandate: z.string().min(1),
            confidence: z.enum(['high', 'medium', 'low']),
            note: z.string().exactOptional(),
          })
          .readonly(),
      )
      .readonly()
      .refine(
        (acts) => managementActKeys.every((key) => acts.filter((act) => act.key === key).length === 1),
        'each act stands once',
      ),
    titleAttribute: xmlName,
    /** Form of the acts of one record as XML. */
    file: metadataFileRule,
  })
  .readonly()

/** Reads the words of the acts. Throws a `ZodError`: they come with the program, not from outside. */
export function parseManagementActs(given: unknown): z.output<typeof managementActs> {
  return managementActs.parse(given)
}

/** 管理过程: the acts of the archive on a record, the words for them, and their form as XML. */
export const managementWords = parseManagementActs(source)
