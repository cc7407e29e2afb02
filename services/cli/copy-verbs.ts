import { type Command, Option } from 'commander'
import { storeNames } from '#archive-schema/copies/store-name.ts'
import { verb } from './verb.ts'

/** 固化核查与修复: what is kept is read again, and made good from the other copy. */
export function copyVerbs(program: Command): void {
  verb(program, 'audit', '固化核查: read what is kept again, compare it with all that was registered, exit 1 on faults')
    .option('--slice <n/t>', 'only the n-th of t slices; all slices cover everything', '1/1')
    .addOption(new Option('--store <store>', 'which of the two copies').choices(storeNames).default('first'))
    .option('--sample <percent>', 'only so many percent of the objects, drawn anew each time', '100')
    .option('--inspect', 'carry out the inspection of 长期保存 on every record of the slice')
    .action(async (options) => (await import('./verbs/audit.ts')).audit(options))
  verb(
    program,
    'repair [number]',
    '修复: make bad objects of a record good from the other copy; nothing is written over',
  )
    .option('--all', 'everything that is kept, the ledger included')
    .action(async (number: string | undefined, options) => (await import('./verbs/repair.ts')).repair(number, options))
}
