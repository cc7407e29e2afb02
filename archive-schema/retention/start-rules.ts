import { z } from 'zod'
import source from '#archive-schema/profiles/retention-starts.json' with { type: 'json' }

const confidence = z.enum(['high', 'medium', 'low'])

const startRule = z
  .strictObject({
    key: z.string().min(1),
    /** Events that start the term; the first that the record has counts. The last is one that every record has. */
    events: z
      .array(z.enum(['finished', 'decided']))
      .min(1)
      .readonly()
      .refine((events) => events.at(-1) === 'finished', 'every record is finished: the last event is that one'),
    /** First day of the term: 1 January of the year after the event, or the day after it. */
    from: z.enum(['next-new-year', 'next-day']),
    title: z.string().min(1),
    source: z.string().min(1),
    confidence,
  })
  .readonly()
/** 起算规则: which event starts a term, and on which day it begins. */
export type StartRule = z.output<typeof startRule>

const retentionStarts = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    title: z.string().min(1),
    source: z.string().min(1),
    confidence,
    notes: z.array(z.string()).readonly(),
    default: z.string(),
    rules: z.array(startRule).min(1).readonly(),
  })
  .readonly()
  .refine(({ rules }) => new Set(rules.map(({ key }) => key)).size === rules.length, 'a key stands twice')
  .refine((starts) => starts.rules.some(({ key }) => key === starts.default), 'the default is no rule')

/** Reads the rules. Throws a `ZodError`: they come with the program, not from outside. */
export function parseStartRules(given: unknown): z.output<typeof retentionStarts> {
  return retentionStarts.parse(given)
}

const known = parseStartRules(source)

/** Keys of the rules, for the configuration. */
export const startRuleKeys: readonly string[] = known.rules.map(({ key }) => key)

/** The rule by which terms are counted unless the configuration says otherwise. */
export const defaultStartRule: StartRule = requireStartRule(known.default)

/** The rule of a key. Throws an `Error` for a key that configuration or catalogue should not hold. */
export function requireStartRule(key: string): StartRule {
  const rule = known.rules.find((each) => each.key === key)
  if (rule === undefined) throw new Error(`no rule ${key} for the start of a retention term`)
  return rule
}
