import { type Command, type CommandOptions, Option } from 'commander'
import { retentionPeriods } from '#archive-schema/retention.ts'
import { count, verb } from './verb.ts'

/** 保全与延长: what keeps records beyond their terms. */
export function retentionVerbs(program: Command): void {
  // Without options of its own: `place` is what `hold NUMBER…` means, and all options belong to it.
  const hold = program.command('hold').description('保全: orders that records are kept, whatever their terms say')
  onAuthority(hold, 'place <numbers...>', 'no such record leaves before the hold is lifted', {
    isDefault: true,
  }).action(async (numbers: string[], options) => (await import('./verbs/hold.ts')).hold(numbers, options))
  verb(hold, 'list', 'every hold, the newest first')
    .option('--after <hold>', 'continue after the last hold of the page before')
    .option('--limit <n>', 'holds a page', count, 20)
    .action(async (options) => (await import('./verbs/hold-list.ts')).holdList(options))
  onAuthority(
    program,
    'release <hold> [numbers...]',
    '解除保全: from the named records, or from all of the hold',
  ).action(async (id: string, numbers: string[], options) =>
    (await import('./verbs/release.ts')).release(id, numbers, options),
  )
  verb(program, 'extend <number>', '延长保管期限: a term only ever becomes longer; joint parents follow')
    .option('--until <day>', 'first day after the term, YYYY-MM-DD')
    .addOption(
      new Option('--period <period>', 'another period from the same first day; Y 永久').choices(retentionPeriods),
    )
    .option('--authority <text>', '依据: the paper on which it rests')
    .requiredOption('--reason <text>', '理由')
    .requiredOption('--by <name>', '经办人')
    .action(async (number: string, options) => (await import('./verbs/extend.ts')).extend(number, options))
}

/** An act on holds has an authority, a reason and a person. */
function onAuthority(program: Command, signature: string, description: string, options?: CommandOptions): Command {
  return verb(program, signature, description, options)
    .requiredOption('--authority <text>', '依据: who orders it, and by which paper')
    .requiredOption('--reason <text>', '理由')
    .requiredOption('--by <name>', '经办人')
}
