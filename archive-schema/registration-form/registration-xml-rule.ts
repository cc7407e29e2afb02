import { z } from 'zod'
import { metadataFileRule } from '#archive-schema/profiles/element-rule.ts'

const elements = metadataFileRule.unwrap().shape.elements

/** XML of the form: what stands before and after its rows, and what a row of results holds. */
export const registrationXmlRule = metadataFileRule
  .unwrap()
  .omit({ elements: true })
  .extend({ titleAttribute: z.string(), head: elements, result: elements, tail: elements })
  .readonly()
