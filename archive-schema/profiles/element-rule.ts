import { z } from 'zod'
import { conditionRule } from './condition-rule.ts'
import { elementNumber } from './element-number.ts'
import { combinationRule, uniqueRule } from './value-rule.ts'

/** XML name without a namespace prefix; may be Chinese. */
export const xmlName = z.string().regex(/^\p{L}[\p{L}\p{N}_.-]*$/u)

/** Source of a regular expression; it has to match the whole value. */
export const patternSource = z.string().refine(isPattern, 'no regular expression')

const simpleElementRule = z.strictObject({
  /** 含义 (meaning): key of the vocabulary that the code fills and reads. */
  key: z.string(),
  /** 英文名称: tag, or name of the attribute. */
  tag: xmlName,
  /** 名称. Written as the title attribute, except for attributes and where `titled` is false. */
  title: z.string().min(1),
  titled: z.boolean().default(true),
  /** Whether the value stands in an attribute of the parent instead of an element of its own. */
  attribute: z.boolean().default(false),
  /** 约束性: 必选, 条件必选, 可选. */
  obligation: z.enum(['mandatory', 'conditional', 'optional']),
  /** The condition in words, as the source has it. */
  condition: z.string().exactOptional(),
  when: conditionRule.exactOptional(),
  /** 数据类型. `descriptive-date` is a day as DA/T 18-2022 writes it, uncertain in brackets; `code` is a value of a list that may be kept elsewhere. */
  type: z.enum(['text', 'code', 'integer', 'datetime', 'date', 'descriptive-date', 'container']),
  /** 可重复性. */
  repeatable: z.boolean().default(false),
  /** Length in characters (code points). */
  minLength: z.int().min(1).exactOptional(),
  maxLength: z.int().min(1).exactOptional(),
  pattern: patternSource.exactOptional(),
  /** 值域: the closed list of values. */
  values: z.array(z.string()).min(1).readonly().exactOptional(),
  /** 值域 of codes that are made longer at will: the closed list of their beginnings. */
  beginnings: z.array(z.string().min(1)).min(1).readonly().exactOptional(),
  /** Least and greatest value of an integer, a date or a time, in the form of the element. */
  min: z.string().exactOptional(),
  max: z.string().exactOptional(),
  /** 缺省值: what is written where the case says nothing. */
  default: z.string().exactOptional(),
  unique: uniqueRule.exactOptional(),
  combination: combinationRule.exactOptional(),
  /** The same element in a metadata scheme, e.g. `DA/T 46-2009 M22`. */
  twin: elementNumber.exactOptional(),
  /** Where tag, title and rule come from, by the marks of the profile. */
  provenance: z.string(),
  note: z.string().exactOptional(),
})

/** 元数据元素 (one element of a metadata table, in the shape of the metadata dictionary that the standards print). */
export type ElementRule = Readonly<z.output<typeof simpleElementRule>> & {
  /** The elements of a container, in order. */
  readonly children?: readonly ElementRule[]
}

const elementRule: z.ZodType<ElementRule> = simpleElementRule
  .extend({
    children: z
      .array(z.lazy(() => elementRule))
      .min(1)
      .readonly()
      .exactOptional(),
  })
  .readonly()

/** 可更改的著录项目 (a descriptive element that may be corrected after archiving). */
const descriptiveElementRule = simpleElementRule
  .extend({
    /** Key of the case element that holds its value in the sealed package. Without it, nothing of it is sealed. */
    sealedAs: z.string().exactOptional(),
    /** Its value while nobody has given it one. */
    initial: z.string().exactOptional(),
  })
  .readonly()

/** What of the description may be changed after archiving, and what a change has to say of itself. All else is fixed. */
export const descriptionRule = z
  .strictObject({
    title: z.string().min(1),
    source: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    elements: z.array(descriptiveElementRule).min(1).readonly(),
    /** Elements of the change itself: 著录者, 更改理由. */
    revision: z.array(elementRule).min(1).readonly(),
  })
  .readonly()

/** 元数据文件 (one metadata file of the package): its name, its root element and the table of its elements, in order. */
export const metadataFileRule = z
  .strictObject({
    name: z.string().min(1),
    root: z.strictObject({ tag: xmlName, title: z.string().min(1) }).readonly(),
    elements: z.array(elementRule).min(1).readonly(),
    source: z.string(),
    provenance: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly().exactOptional(),
  })
  .readonly()

/** A metadata file as a profile has it. */
export type MetadataFileRule = z.output<typeof metadataFileRule>

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'u')
    return true
  } catch {
    return false
  }
}
