import { createRequire } from 'node:module'
import { Command, CommanderError } from 'commander'
import { ConfigError } from '../configuration/config-error.ts'
import { reportError } from './output.ts'
import { verbs } from './verbs.ts'

/** 0 done, 1 refused or failed with a coded message, 2 usage, 78 configuration (EX_CONFIG). */
const exitCodes = { refused: 1, usage: 2, configuration: 78 } as const

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string }

/** The command line of Guidang. Verbs are loaded when they are called, so that each starts quickly. */
function commandLine(): Command {
  const program = new Command('guidang')
    .description('归档: the electronic archive of a government service hall')
    .version(version)
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
  for (const verb of verbs) verb(program)
  return program
}

/** Runs the command line of this process; resolves to its exit code. */
export async function runCommandLine(): Promise<number> {
  try {
    await commandLine().parseAsync()
    return typeof process.exitCode === 'number' ? process.exitCode : 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
    await reportError(error, process.argv.includes('--json'))
    return error instanceof ConfigError ? exitCodes.configuration : exitCodes.refused
  }
}
