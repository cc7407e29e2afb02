import { expect, test } from 'vitest'
import source from '#archive-schema/profiles/retention-starts.json' with { type: 'json' }
import { chinaDay, startOfChinaDay } from './china-day.ts'
import { defaultStartRule, parseStartRules, requireStartRule } from './start-rules.ts'
import { endOfPeriod, isLater, latestEnd, retentionTerm } from './term.ts'

const finished = (at: string) => ({ finishedAt: new Date(at) })

const newYears: readonly [period: 'D10' | 'D30', finishedAt: string, first: string, end: string][] = [
  ['D10', '2025-11-07T17:05:00+08:00', '2026-01-01', '2036-01-01'],
  ['D30', '2025-12-31T23:59:59+08:00', '2026-01-01', '2056-01-01'],
  ['D10', '2025-12-31T16:00:00Z', '2027-01-01', '2037-01-01'],
  ['D10', '2024-02-29T12:00:00+08:00', '2025-01-01', '2035-01-01'],
  ['D10', '2038-12-31T23:59:59.999+08:00', '2039-01-01', '2049-01-01'],
  ['D10', '2039-01-01T00:00:00+08:00', '2040-01-01', '2050-01-01'],
  ['D30', '2074-06-01T00:00:00Z', '2075-01-01', '2105-01-01'],
]

test.for(newYears)(
  '%s of a case finished at %s counts from %s and ends with %s [RET-02]',
  ([period, at, first, end]) => {
    const term = retentionTerm(period, defaultStartRule, finished(at))
    expect(term).toEqual({ startsAt: startOfChinaDay(first), endsAt: startOfChinaDay(end) })
  },
)

test('the term starts on the configured date: another rule counts from another day or event [RET-02]', () => {
  const events = { finishedAt: new Date('2026-01-02T09:00:00+08:00'), decidedAt: new Date('2025-12-30T09:00:00+08:00') }
  const days = (key: string, given: Parameters<typeof retentionTerm>[2] = events) =>
    chinaDay(retentionTerm('D10', requireStartRule(key), given).startsAt)
  expect(days('finished-next-year')).toBe('2027-01-01')
  expect(days('decided-next-year')).toBe('2026-01-01')
  expect(days('decided-next-year', { finishedAt: events.finishedAt })).toBe('2027-01-01')
  expect(days('finished-next-day')).toBe('2026-01-03')
  expect(days('finished-next-day', finished('2026-12-31T15:59:59Z'))).toBe('2027-01-01')
})

test('a term from 29 February ends on 1 March of a year that has none', () => {
  const start = (at: string) => retentionTerm('D10', requireStartRule('finished-next-day'), finished(at))
  expect(start('2024-02-28T10:00:00+08:00')).toEqual({
    startsAt: startOfChinaDay('2024-02-29'),
    endsAt: startOfChinaDay('2034-03-01'),
  })
  expect(endOfPeriod('D30', startOfChinaDay('2018-02-28'))).toEqual(startOfChinaDay('2048-02-28'))
})

test('permanent retention has no end and outlasts every other', () => {
  const [early, late] = [startOfChinaDay('2036-01-01'), startOfChinaDay('2056-01-01')]
  expect(retentionTerm('Y', defaultStartRule, finished('2025-11-07T17:05:00+08:00')).endsAt).toBeUndefined()
  expect(latestEnd(early, late)).toEqual(late)
  expect(latestEnd(late, early)).toEqual(late)
  expect(latestEnd(late, undefined, early)).toBeUndefined()
  expect(latestEnd(undefined, early)).toBeUndefined()
  expect([isLater(late, early), isLater(early, early), isLater(undefined, late), isLater(late, undefined)]).toEqual([
    true,
    false,
    true,
    false,
  ])
  expect(isLater(undefined, undefined)).toBe(false)
})

const changes: readonly [string, object][] = [
  ['a default that is no rule', { default: 'whenever' }],
  ['a rule that stands twice', { rules: [...source.rules, source.rules[0]] }],
  ['an event that no record has', { rules: [{ ...source.rules[0], events: ['published'] }] }],
  ['a rule that may find no event', { rules: [{ ...source.rules[0], events: ['decided'] }] }],
  ['a rule without its source', { rules: [{ ...source.rules[0], source: '' }] }],
]

test.for(changes)('refuses %s', ([, change]) => {
  expect(() => parseStartRules({ ...source, ...change })).toThrow()
  expect(() => parseStartRules(source)).not.toThrow()
})
