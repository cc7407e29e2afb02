import { expect, test } from 'vitest'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import type { Description, DescriptionVersion } from './description.ts'
import { brokenVersions } from './description-changes.ts'
import { reviseDescription } from './revise-description.ts'

const signed = { by: '档案员', reason: '核对原件', at: new Date('2026-11-20T08:00:00Z') }
const sealed: Description = { title: '甲', openness: '未审核' }

const second = next(sealed, 2, { title: '乙', descriptors: ['就业', '登记'] })
const third = next(second.description, 3, { descriptors: null })
const whole = [second, third]

function next(before: Description, version: number, set: Record<string, string | string[] | null>): DescriptionVersion {
  return { ...reviseDescription(profile, before, { set, ...signed }), version, ...signed }
}

test('a history that follows from what was sealed is whole', () => {
  expect(brokenVersions(profile, sealed, whole)).toEqual([])
  expect(brokenVersions(profile, sealed, [])).toEqual([])
})

const broken: readonly [string, readonly DescriptionVersion[], number[]][] = [
  [
    'a value that no change tells of',
    [second, { ...third, description: { ...third.description, openness: '开放' } }],
    [3],
  ],
  ['another value before', [{ ...second, description: { ...second.description, title: '丙' } }, third], [2, 3]],
  ['a change that is not told', [{ ...second, changes: second.changes.slice(1) }, third], [2]],
  ['no change', [second, { ...third, description: second.description, changes: [] }], [3]],
  ['a version left out', [third], [3]],
  ['a version twice', [second, second], [2]],
]

test.for(broken)('%s breaks the history', ([, versions, numbers]) => {
  expect(brokenVersions(profile, sealed, versions)).toEqual(numbers)
})

test('another beginning breaks the history', () => {
  expect(brokenVersions(profile, { ...sealed, title: '丁' }, whole)).toEqual([2])
})
