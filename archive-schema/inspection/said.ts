import { z } from 'zod'
import { isXmlText } from '#archive-schema/metadata/check-text.ts'

/** Text that says something: not blank, without control characters, as people write in one field of a form. */
export const said = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, '不能为空 (is empty)')
    .max(longest)
    .refine(isXmlText, '含控制字符 (holds control characters)')
