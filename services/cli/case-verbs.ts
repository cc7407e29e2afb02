import { type Command, Option } from 'commander'
import { returnReasons } from '#archive-schema/case-review/return-fault-texts.ts'
import { handoverKinds } from '#storage/catalogue/handover-log.ts'
import { collect, count, verb } from './verb.ts'

/** 待人工的办件: what waits, what a person decides, and the log of hand-overs. */
export function caseVerbs(program: Command): void {
  const cases = verb(program, 'case', '待人工的办件: cases that wait for a person')
  verb(cases, 'list', 'cases that wait for a person, with the reason and since when')
    .addOption(outcomeOption())
    .option('--after <cursor>', 'continue after the cursor of the last page')
    .option('--limit <n>', 'cases a page', count, 20)
    .action(async (options) => (await import('./verbs/case-list.ts')).caseList(options))
  decision(cases, 'retry <id>', '重试: the cause is removed; the stage is done again from its beginning')
    .option('--no-wait', 'do not wait for the pipeline')
    .action(async (id: string, options) => (await import('./verbs/case-decide.ts')).decide('retry', id, options))
  decision(cases, 'clear <id>', '放行: items of the inspection that wait for a person do not hinder')
    .requiredOption('--rule <rule>', 'item, as the reason names it; again for each of several', collect, [])
    .option('--no-wait', 'do not wait for the pipeline')
    .action(async (id: string, options) => (await import('./verbs/case-decide.ts')).decide('clear', id, options))
  decision(cases, 'return <id>', '退回: refuse the case; it may be handed over again when it is corrected')
    .addOption(new Option('--reason <code>', '退回原因').choices(returnReasons).makeOptionMandatory())
    .action(async (id: string, options) => (await import('./verbs/case-decide.ts')).decide('return', id, options))
  verb(cases, 'log', '交接日志: what was handed over and what became of it, oldest first')
    .addOption(new Option('--kind <kind>', 'only entries of this kind').choices(handoverKinds))
    .option('--status <status>', 'processing, review, archived or refused')
    .option('--code <code>', 'only entries with this fault code')
    .option('--system <code>', 'only hand-overs of this system')
    .option('--serial <number>', '业务流水号')
    .option('--from <day>', 'on this day or later, YYYY-MM-DD')
    .option('--to <day>', 'on this day or earlier, YYYY-MM-DD')
    .option('--after <id>', 'continue after this entry', count)
    .option('--limit <n>', 'entries a page', count, 50)
    .action(async (options) => (await import('./verbs/case-log.ts')).caseLog(options))
}

function outcomeOption(): Option {
  return new Option('--outcome <outcome>', 'review 待人工, processing 在办')
    .choices(['review', 'processing'])
    .default('review')
}

/** A decision has a person and a remark. */
function decision(cases: Command, signature: string, description: string): Command {
  return verb(cases, signature, description)
    .requiredOption('--by <name>', '处理人: who decides')
    .option('--role <role>', '岗位: in what function')
    .requiredOption('--remark <text>', '处理意见: what was done or looked at')
}
