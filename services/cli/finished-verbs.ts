import { type Command, Option } from 'commander'
import { urgencies } from '#archive-schema/finished-cases/archiving-deadline.ts'
import { verb } from './verb.ts'

/** 办结清单 in, and what of it is not archived. */
export function finishedVerbs(program: Command): void {
  const finished = verb(
    program,
    'finished',
    '办结与催报: finished cases of handling systems that are still to be archived',
  )
  verb(finished, 'import <file>', 'take in what a handling system has finished (JSON)').action(
    async (file: string, options) => (await import('./verbs/finished-import.ts')).finishedImport(file, options),
  )
  verb(finished, 'report', 'finished cases that are not archived, alarms, and gaps between 受理编号')
    .addOption(new Option('--state <state>', 'only these').choices(['archived', ...urgencies]))
    .action(async (options) => (await import('./verbs/finished-report.ts')).reportFinished(options))
}
