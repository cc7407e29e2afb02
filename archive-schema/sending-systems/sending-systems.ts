import { z } from 'zod'
import type { Source } from '#archive-schema/case-file/case-file.ts'
import type { Fault } from '#archive-schema/fault.ts'

const sendingSystem = z
  .strictObject({
    /** 办理系统编码, as `source.systemCode` has it. */
    code: z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/),
    /** 办理系统名称, as `source.systemName` has it. */
    name: z.string().trim().min(1),
    status: z.enum(['启用', '停用']),
  })
  .readonly()

/** 发送系统登记 (the business systems that may hand over), each code once. */
export const SendingSystems = z
  .strictObject({
    format: z.literal('guidang-sending-systems/1'),
    systems: z
      .array(sendingSystem)
      .min(1)
      .readonly()
      .refine((systems) => new Set(systems.map(({ code }) => code)).size === systems.length, 'a code stands twice'),
  })
  .readonly()

export type SendingSystem = z.output<typeof sendingSystem>
export type SendingSystems = z.output<typeof SendingSystems>

type SystemOfCase = Pick<Source, 'systemCode' | 'systemName'>

/** The registered system of a hand-over: code and name are both its own. */
export function findSystem({ systems }: SendingSystems, source: SystemOfCase): SendingSystem | undefined {
  return systems.find(({ code, name }) => code === source.systemCode && name === source.systemName)
}

/** Why nothing is taken from the system of a hand-over: `SOURCE_UNREGISTERED`, `SOURCE_DISABLED`. */
export function systemFaults(registered: SendingSystems, source: SystemOfCase): readonly Fault[] {
  const system = findSystem(registered, source)
  if (system?.status === '启用') return []
  const code = system === undefined ? 'SOURCE_UNREGISTERED' : 'SOURCE_DISABLED'
  return [{ code, field: 'source.systemCode', found: `${source.systemCode} ${source.systemName}` }]
}
