import { enableCompileCache } from 'node:module'

// What Node makes of the sources (types stripped, code compiled) is kept in the system's temporary folder: the next start is
// twice as fast and a quarter smaller. It counts only for what is loaded afterwards, so everything else is loaded below.
enableCompileCache()
const { runCommandLine } = await import('./command-line.ts')
process.exitCode = await runCommandLine()
