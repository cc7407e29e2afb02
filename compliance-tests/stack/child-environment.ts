import { fileURLToPath } from 'node:url'

/** Variables by which Node keeps what it has compiled: a program that tests start many times is compiled once. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.compile-cache/', import.meta.url)),
} as const

/** What every program that tests start is given; nothing of ours is passed on. */
export const childEnvironment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...compileCache } as const
