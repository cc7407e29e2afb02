import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DisjointSets } from './disjoint-sets.ts'

test('numbers that were joined, directly or through others, are one group', () => {
  const sets = new DisjointSets(6)
  sets.join(0, 1)
  sets.join(3, 4)
  sets.join(1, 4)
  expect(sets.groups()).toEqual([[0, 1, 3, 4], [2], [5]])
})

test('the groups hold every number exactly once', () => {
  const joins = fc.array(fc.tuple(fc.nat(19), fc.nat(19)))
  fc.assert(
    fc.property(joins, (pairs) => {
      const sets = new DisjointSets(20)
      for (const [one, other] of pairs) sets.join(one, other)
      const members = sets.groups().flat()
      expect(members.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index))
      expect(pairs.every(([one, other]) => sets.find(one) === sets.find(other))).toBe(true)
    }),
  )
})
