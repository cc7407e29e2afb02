import { z } from 'zod'
import source from './number-characters.json' with { type: 'json' }

const codePoint = z
  .string()
  .regex(/^[0-9A-F]{4,6}$/)
  .transform((hexadecimal) => String.fromCodePoint(Number.parseInt(hexadecimal, 16)))

const numberCharactersRule = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    title: z.string(),
    source: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    /** Characters that look like one that a number is written with. */
    twins: z
      .array(
        z.strictObject({ proper: z.string().length(1), codePoints: z.array(codePoint).min(1).readonly() }).readonly(),
      )
      .readonly(),
    /** Characters that nobody sees. */
    invisible: z.array(codePoint).readonly(),
  })
  .readonly()

/** 形近字符: what is typed or pasted in the place of the characters of a number. */
export type NumberCharacters = z.output<typeof numberCharactersRule>

/** The look-alikes of `-`, `·` and capital letters. */
export const numberCharacters = numberCharactersRule.parse(source)
