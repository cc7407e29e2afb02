import { expect, test } from 'vitest'
import source from '#archive-schema/profiles/management-acts.json' with { type: 'json' }
import { businessEntity } from './business-entity.ts'
import { parseManagementActs } from './management-acts.ts'

const done = {
  number: '1',
  act: 'registration',
  actedAt: new Date('2026-01-02T03:04:05Z'),
  description: '档号 1',
  software: { name: 'Guidang', version: '9.9.9' },
} as const

test('the words of every act are known', () => {
  expect(parseManagementActs(source).acts.map(({ key }) => key)).toContain('migration')
})

const changes: readonly [string, object][] = [
  ['an act without words', { acts: source.acts.slice(1) }],
  ['an act that stands twice', { acts: [...source.acts, source.acts[0]] }],
  ['an act that the code does not know', { acts: [...source.acts, { ...source.acts[0], key: 'burning' }] }],
  ['an act without its clause', { acts: source.acts.map((act) => ({ ...act, mandate: '' })) }],
  ['a relation without words', { relations: { carriedOut: source.relations.carriedOut } }],
]

test.for(changes)('refuses %s', ([, change]) => {
  expect(() => parseManagementActs({ ...source, ...change })).toThrow()
})

test('what was done by software alone has one agent, named with its version', () => {
  expect(businessEntity(done).agents).toEqual([{ type: '系统', name: 'Guidang 9.9.9', relation: '执行' }])
})

test('a person who asked for it answers for it', () => {
  const { agents, activity, status, mandate } = businessEntity({
    ...done,
    person: { name: '王芳', position: '档案员' },
  })
  expect(agents[1]).toEqual({ type: '个人', name: '王芳', position: '档案员', relation: '负责' })
  expect([activity, status, mandate]).toEqual(['登记', '历史行为', 'GB/T 42727-2023 6.10 登记编目'])
})
