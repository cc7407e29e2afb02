import { enableCompileCache } from 'node:module'

// What Node makes of the sources (types stripped, code compiled) is kept in the system's temporary folder: the next start is
// twice as fast and a quarter smaller. It counts only for what is loaded afterwards, so everything else is loaded below.
const { directory } = enableCompileCache()
// Threads learn of it by their environment only.
// biome-ignore lint/style/noProcessEnv: the outermost layer passes the environment on.
if (directory !== undefined) process.env['NODE_COMPILE_CACHE'] = directory
// All threads share those that wait for the disk: of the usual four, four cases that are being made durable leave none to read.
// biome-ignore lint/style/noProcessEnv: as above.
process.env['UV_THREADPOOL_SIZE'] ??= '8'
const { runCommandLine } = await import('./command-line.ts')
process.exitCode = await runCommandLine()
