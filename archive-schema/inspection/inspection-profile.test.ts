import { expect, test } from 'vitest'
import { dat70Gd } from './dat70-gd.ts'
import { type InspectionItem, parseInspectionProfile, ruleOf } from './inspection-profile.ts'

const ownItems = [
  'gd.authenticity.sending-system',
  'gd.integrity.revision-history',
  'gd.usability.environment',
  'gd.usability.scan-resolution',
  'gd.usability.scan-proof',
  'gd.usability.scan-colour',
  'gd.usability.scan-format',
  'gd.usability.ofd-archive',
  'gd.usability.ofd-review',
]

const scanner = { tool: 'virus-scanner', whyNotWithout: 'none is connected' } as const

function codes(property: number, last: number): string[] {
  return Array.from({ length: last }, (_, i) => `GD-${property}-${i + 1}`)
}

test('holds every item of the 归档 stage once, in the order of the standard, then those of our own', () => {
  const expected = [...codes(1, 14), ...codes(2, 11), ...codes(3, 8), ...codes(4, 7)]
  expect(dat70Gd.items.map(ruleOf)).toEqual([...expected, ...ownItems])
})

test('lets nothing pass but what it names, with a reason', () => {
  const open = dat70Gd.items.filter(({ blocking }) => !blocking)
  const unidentified = ['GD-1-9', 'GD-2-8', 'GD-3-5', 'GD-3-6', 'GD-3-7']
  const blockingOwn = ['gd.authenticity.sending-system', 'gd.usability.scan-resolution', 'gd.usability.ofd-archive']
  const openOwn = ownItems.filter((rule) => !blockingOwn.includes(rule))
  expect(open.map(ruleOf)).toEqual([...unidentified, ...codes(4, 7).slice(2), ...openOwn])
  for (const item of open) {
    expect(item.whyNotBlocking).toMatch(/./)
    expect(item.whyNotChecked ?? item.whyNotApplicable ?? item.question ?? item.check).toMatch(/./)
  }
})

test('names the items that block only where their tool is connected, and why not otherwise', () => {
  const needy = dat70Gd.items.filter(({ needs }) => needs !== undefined)
  expect(needy.map(({ code, needs }) => [code, needs?.tool])).toEqual([
    ['GD-4-1', 'virus-scanner'],
    ['GD-4-2', 'virus-scanner'],
    [undefined, 'sending-systems'],
  ])
  for (const { needs } of needy) expect(needs?.whyNotWithout).toMatch(/no scanner is connected|no sending systems are/)
})

test('says of what nobody has identified that its text was not seen', () => {
  const unidentified = dat70Gd.items.filter(({ confidence }) => confidence === 'none')
  expect(unidentified.map(({ code }) => code)).toEqual(['GD-1-9', 'GD-3-5', 'GD-3-6', 'GD-3-7'])
  for (const { whyNotChecked } of unidentified) expect(whyNotChecked).toContain('text of the item not seen')
})

test.each<[string, Partial<InspectionItem>]>([
  ['an item of another property', { property: '安全性' }],
  ['an item that does not block without saying why', { blocking: false }],
  ['an item that blocks and says why not', { whyNotBlocking: 'because' }],
  ['a blocking item that has no check', { whyNotChecked: 'not yet' }],
  ['an item that needs a tool and never blocks', { needs: scanner, blocking: false, whyNotBlocking: 'because' }],
  ['an item that needs a tool and has no check', { needs: scanner, whyNotChecked: 'not yet' }],
  ['an item that needs a tool and never applies', { needs: scanner, whyNotApplicable: 'no medium' }],
  ['the age of a database that no tool has', { databaseMaxAgeDays: 7 }],
  ['an item that is cleared and does not block', { clearance: 'which?', blocking: false, whyNotBlocking: 'because' }],
  ['an item that is cleared and has no check', { clearance: 'which?', question: 'which?' }],
  ['a code of another stage', { code: 'YJ-1-1' }],
  ['a cell of another stage', { cell: 'BC/1-1' }],
  ['a cell of another property', { cell: 'GD/2-1' }],
  ['an item that waits for a person and never applies', { question: 'which?', whyNotApplicable: 'no medium' }],
])('refuses %s', (_, change) => {
  const [first, ...rest] = dat70Gd.items
  expect(() => parseInspectionProfile({ ...dat70Gd, items: [{ ...first, ...change }, ...rest] })).toThrow()
})

test('refuses an item that stands twice', () => {
  const [first] = dat70Gd.items
  expect(() => parseInspectionProfile({ ...dat70Gd, items: [...dat70Gd.items, first] })).toThrow('a code stands twice')
})
