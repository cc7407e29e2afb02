import { z } from 'zod'
import { materialClasses } from '#archive-schema/case-file/material.ts'
import { archivalTemplateRule, codeTemplateRule } from './code-template-rule.ts'
import { descriptionRule, metadataFileRule, xmlName } from './element-rule.ts'
import { twinRule } from './twin-rule.ts'

/** The meanings of the metadata files of a package, in package order. */
export const metadataFileKeys = ['explanation', 'case', 'process', 'materials', 'checksums'] as const
/** The meaning of one metadata file. */
export type MetadataFileKey = (typeof metadataFileKeys)[number]

/** 流程节点角色: what a node of the process means to the rules about it. */
const nodeRoles = ['receipt', 'acceptance', 'review', 'end', 'correction', 'suspension', 'other'] as const

/**
 * 归档方案 (profile of a standard): names, obligations, value lists and layout as versioned data. Code knows meanings only,
 * so that a printed standard can replace what is reconstructed here without a change of code.
 */
export const profileRule = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    title: z.string(),
    source: z.string(),
    provenance: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    /** Attribute that carries the Chinese name of an element. */
    titleAttribute: xmlName,
    /** Words that the code writes as values. */
    terms: z
      .strictObject({
        yes: z.string(),
        no: z.string(),
        item: z.string(),
        pastAct: z.string(),
        required: z.string(),
        notRequired: z.string(),
        paper: z.string(),
        original: z.string(),
        copy: z.string(),
        sha256: z.string(),
        sm3: z.string(),
      })
      .readonly(),
    /** 内容文件夹: one for each class, in package order. */
    folders: z
      .array(z.strictObject({ class: z.enum(materialClasses), name: z.string().min(1) }).readonly())
      .length(materialClasses.length)
      .readonly(),
    /** 子包文件夹: where the parent package of a joint case holds the packages of the children. */
    childFolder: z
      .strictObject({
        name: z.string().min(1),
        source: z.string(),
        confidence: z.enum(['high', 'medium', 'low']),
      })
      .readonly(),
    /** 元数据文件 at the top of the package. */
    files: z
      .strictObject({
        explanation: metadataFileRule,
        case: metadataFileRule,
        process: metadataFileRule,
        materials: metadataFileRule,
        checksums: metadataFileRule,
      } satisfies Record<MetadataFileKey, typeof metadataFileRule>)
      .readonly(),
    /** 著录: what may be corrected after archiving. */
    description: descriptionRule,
    /** Elements of DA/T 46-2009: which of them this profile writes. */
    twins: twinRule,
    nodes: z
      .array(z.strictObject({ code: z.string(), name: z.string(), role: z.enum(nodeRoles) }).readonly())
      .min(1)
      .readonly(),
    /** Times of the case that never decrease along each list (keys of the case table). */
    chronology: z.array(z.array(z.string()).min(2).readonly()).readonly(),
    electronicRecordCode: codeTemplateRule,
    /** 档号 by 门类: the first template is the one by which this archive gives numbers, the others are read. */
    archivalCodes: z.array(archivalTemplateRule).min(1).readonly(),
    /** 门类代码 of the records of this profile; the archives decide it. */
    categoryCode: z.string().min(1),
  })
  .readonly()

/** A profile that has been read. */
export type Profile = z.output<typeof profileRule>
