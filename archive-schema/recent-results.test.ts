import { expect, test } from 'vitest'
import { RecentResults } from './recent-results.ts'

test('computes what it does not keep, and keeps what was asked for last', () => {
  const computed: string[] = []
  const recent = new RecentResults<{ readonly of: string }>(2)
  const get = (key: string) =>
    recent.get(key, () => {
      computed.push(key)
      return { of: key }
    })
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(get(key)).toEqual({ of: key })
  expect(computed).toEqual(['a', 'b', 'c', 'b'])
})

test('keeps nothing of what throws', () => {
  const recent = new RecentResults<string>(2)
  const fail = () => {
    throw new Error('no')
  }
  expect(() => recent.get('a', fail)).toThrow('no')
  expect(recent.get('a', () => 'yes')).toBe('yes')
})
