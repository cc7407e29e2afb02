import { describe, expect, test } from 'vitest'
import { SendingSystems, systemFaults } from './sending-systems.ts'

const hall = { code: 'ZWFW-430100', name: '政务服务一体化平台', status: '启用' } as const
const old = { code: 'ZWFW-OLD', name: '旧平台', status: '停用' } as const
const registered = SendingSystems.parse({ format: 'guidang-sending-systems/1', systems: [hall, old] })

describe('发送系统登记', () => {
  test.for<[string, unknown[]]>([
    ['no system', []],
    ['a code twice', [hall, { ...hall, name: '别名' }]],
    ['a code that no hand-over can have', [{ ...hall, code: 'zwfw' }]],
    ['a system without a name', [{ ...hall, name: ' ' }]],
    ['a status that is none', [{ ...hall, status: '是' }]],
    ['more than it knows', [{ ...hall, key: 'x' }]],
  ])('with %s is refused', ([, systems]) => {
    expect(SendingSystems.safeParse({ format: 'guidang-sending-systems/1', systems }).success).toBe(false)
  })
})

test.for([
  ['a registered system', hall.code, hall.name, []],
  ['a system that is not registered', 'ZWFW-000000', hall.name, ['SOURCE_UNREGISTERED']],
  ['a registered code under another name', hall.code, '某平台', ['SOURCE_UNREGISTERED']],
  ['a system that was disabled', old.code, old.name, ['SOURCE_DISABLED']],
] as const)('%s: whether it may hand over', ([, systemCode, systemName, codes]) => {
  expect(systemFaults(registered, { systemCode, systemName }).map(({ code }) => code)).toEqual(codes)
})
