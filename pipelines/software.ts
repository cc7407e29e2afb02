import { createRequire } from 'node:module'

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

/** 制作系统 as it stands in every package: nothing that differs between machines, so that the same case gives the same bytes. */
export const software = { name: 'Guidang 归档', version } as const
