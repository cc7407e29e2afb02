import { expect, test } from 'vitest'
import type { Outcome } from '#archive-schema/finding.ts'
import { gateNames, itemNameOf, threeGates } from './gates.ts'
import { inspectionProfiles } from './inspection-profiles.ts'
import { judgeGates } from './judge-gates.ts'

const gateItems = new Set(threeGates.gates.flatMap(({ items }) => items))
const outsideItems = threeGates.outside.flatMap(({ items }) => items)
const profileItems = new Set(
  Object.values(inspectionProfiles).flatMap(({ items }) => items.map(({ ruleId }) => itemNameOf(ruleId))),
)

function item(ruleId: string, outcome: Outcome) {
  return { ruleId, rule: ruleId, outcome }
}

function outcomes(...items: ReturnType<typeof item>[]): readonly Outcome[] {
  return judgeGates(items).map(({ outcome }) => outcome)
}

test('every item of every stage answers for a gate, or it is said why for none', () => {
  expect([...gateItems, ...outsideItems].toSorted()).toEqual([...profileItems].toSorted())
})

test('of what a program judges and what blocks, only the safety of systems and what never applies is outside', () => {
  const outside = Object.values(inspectionProfiles)
    .flatMap(({ items }) => items)
    .filter(({ ruleId, blocking }) => blocking && outsideItems.includes(itemNameOf(ruleId)))
    .filter(({ question, whyNotApplicable }) => question === undefined && whyNotApplicable === undefined)
  expect(new Set(outside.map(({ property }) => property))).toEqual(new Set(['安全性']))
})

test('the gates come in the order of the law, each with what it asks and where', () => {
  expect(judgeGates([]).map(({ gate }) => gate)).toEqual(gateNames)
  for (const { requirement, source } of judgeGates([]))
    expect([requirement, source]).toEqual([expect.stringMatching(/./), expect.stringContaining('第三十九条')])
})

test('a gate without any item that was checked is not checked', () => {
  expect(outcomes()).toEqual(['NOT_CHECKED', 'NOT_CHECKED', 'NOT_CHECKED'])
  expect(outcomes(item('gd.authenticity.fixity', 'NOT_APPLICABLE'))[0]).toBe('NOT_CHECKED')
})

test.for<[Outcome, Outcome]>([
  ['FAIL', 'FAIL'],
  ['NOT_CHECKED', 'NOT_CHECKED'],
  ['MANUAL_REVIEW', 'MANUAL_REVIEW'],
  ['NOT_APPLICABLE', 'PASS'],
  ['PASS', 'PASS'],
])('beside an item that passes, one that is %s makes the gate %s, and no other gate', ([worse, expected]) => {
  const good = [
    item('yj.authenticity.fixity', 'PASS'),
    item('yj.integrity.process-information', 'PASS'),
    item('yj.integrity.mandatory-elements', 'PASS'),
  ]
  expect(outcomes(...good, item('yj.authenticity.package-identity', worse))).toEqual([expected, 'PASS', 'PASS'])
  expect(outcomes(...good, item('yj.integrity.continuity', worse))).toEqual(['PASS', expected, 'PASS'])
  expect(outcomes(...good, item('yj.integrity.count', worse))).toEqual(['PASS', 'PASS', expected])
})
