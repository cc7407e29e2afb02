import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { type ElementGroup, isList } from '#archive-schema/metadata/vocabulary.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'

/** The value of a descriptive element: one text, or the texts of a repeatable element. */
export type DescriptiveValue = string | readonly string[]

/** 著录内容 (the editable description of a record): values by key of `profile.description`. */
export type Description = { readonly [element: string]: DescriptiveValue }

/** The description of a record is version 1 as it was sealed; every correction makes the next. */
export const sealedVersion = 1

/** 著录更改 (what a version changed in one element). Absent: there was, or is, no value. */
export type DescriptionChange = {
  readonly element: string
  /** Name of the element in the profile. */
  readonly title: string
  readonly before?: DescriptiveValue
  readonly after?: DescriptiveValue
}

/** 著录版本: a correction of the description, who made it, when and why. */
export type DescriptionVersion = {
  /** From 2. */
  readonly version: number
  /** The whole description as it is from now on. */
  readonly description: Description
  readonly changes: readonly DescriptionChange[]
  /** 著录者. */
  readonly by: string
  readonly reason: string
  readonly at: Date
}

/** The description as it was sealed: version 1. */
export function sealedDescription({ description }: Profile, metadata: RecordMetadata): Description {
  const sealed: ElementGroup = metadata.case
  const values = description.elements.flatMap(({ key, sealedAs, initial }) => {
    const value = (sealedAs === undefined ? undefined : textsOf(sealed[sealedAs])) ?? initial
    return value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(values)
}

function textsOf(value: ElementGroup[string]): DescriptiveValue | undefined {
  if (value === undefined || typeof value === 'string') return value
  return isList(value) ? value.filter((text) => typeof text === 'string') : undefined
}
